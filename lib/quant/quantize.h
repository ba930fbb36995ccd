#pragma once
// Post-training static quantisation as in TensorFlow Lite's int8 models (Jacob et al. 2018): weights per
// output channel, symmetric in [-127, 127]; activations per tensor, asymmetric; biases in 32 bits.

#include <span>

#include "arch/arch_spec.h"
#include "quant/calibration.h"
#include "quant/folded_weights.h"
#include "quant/quantized_network.h"

namespace hybrid::quant {

/// Quantises a network.
/// @param images [n, channels, height, width], preprocessed as for the float network; a few hundred training
/// images suffice
/// @throws Infeasible for layers without integer arithmetic (see lower), parameters that are missing or have
/// the wrong size, and values that are not finite
QuantizedNetwork quantize(const arch::ArchSpec& spec, const FloatWeights& weights,
                          std::span<const float> images, const Calibration& calibration = {});

/// Returns the quantisation whose 255 steps span the range and represent 0 exactly.
Quantization quantization_of(const Range& range);

}  // namespace hybrid::quant
