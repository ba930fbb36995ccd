#pragma once
// Fully connected layers whose results do not depend on the number of threads.

#include <torch/torch.h>

namespace hybrid::nets {

/// Computes the layer's output, as `layer.forward(x)` does, and on a CPU with one thread, also its gradients:
/// BLAS libraries choose the order of a sum by the number of threads. Few of a network's MACs are in such
/// layers.
/// @param x [n, inputs]
torch::Tensor linear(torch::nn::LinearImpl& layer, const torch::Tensor& x);

}  // namespace hybrid::nets
