#pragma once
// Convolutions whose gradients do not depend on the number of threads.

#include <torch/torch.h>

namespace hybrid::nets {

/// Computes the layer's output, as `layer->forward(images)` does. While gradients are recorded on a CPU, the
/// weights' gradient is a sum over fixed parts of the batch, each computed by one thread: oneDNN would divide
/// the sum by the number of threads.
/// @param images [n, channels, height, width]
torch::Tensor convolve(torch::nn::Conv2d& layer, const torch::Tensor& images);

}  // namespace hybrid::nets
