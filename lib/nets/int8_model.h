#pragma once

#include <torch/torch.h>

#include "nets/inference_model.h"

namespace hybrid {

/// The network as a microcontroller runs it: quantised after training (quant/quantize.h) with the ranges that
/// its activations take on `calibration`, float32 [n, channels, height, width] of training images, and
/// computed in 8-bit integers on the CPU. Its logits are the integers' values.
/// @throws Infeasible for a network that has no integer arithmetic here, naming the layer
InferenceModel int8_model(const Network& network, const torch::Tensor& calibration);

}  // namespace hybrid
