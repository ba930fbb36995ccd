#pragma once
// Batch norm whose results do not depend on the number of threads.

#include <torch/torch.h>

namespace hybrid::nets {

/// Computes the layer's output, as `layer->forward(images)` does. In training on a CPU with channels-last
/// memory, means, variances and gradients are sums over fixed parts of the batch, each computed by one
/// thread: LibTorch would divide these sums by the number of threads.
/// @param images [n, channels, height, width]
torch::Tensor normalize(torch::nn::BatchNorm2d& layer, const torch::Tensor& images);

}  // namespace hybrid::nets
