#pragma once

#include <torch/torch.h>

#include "nets/inference_model.h"

namespace hybrid::nets {

/// Returns the network as run on a microcontroller: quantised after training (quant/quantize.h) and computed
/// in 8-bit integers on the CPU. Its logits are the dequantised integers.
/// @param calibration training images, float32 [n, channels, height, width], for the ranges of the
/// activations
/// @throws Infeasible naming a layer without integer arithmetic
InferenceModel int8_model(const Network& network, const torch::Tensor& calibration);

}  // namespace hybrid::nets
