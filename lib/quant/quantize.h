#pragma once
// Post-training static quantisation, the scheme of TensorFlow Lite's int8 models (Jacob et al. 2018): weights
// per output channel, symmetric in [-127, 127]; activations per tensor, asymmetric; biases in 32 bits.

#include <span>

#include "arch/arch_spec.h"
#include "quant/calibration.h"
#include "quant/folded_weights.h"
#include "quant/quantized_network.h"

namespace hybrid {

/// The network in integers. images: [n, channels, height, width], prepared as for the network in floats; a
/// few hundred training images do.
/// @throws Infeasible for a network that has no integer arithmetic here, parameters that are missing or have
/// the wrong size, and values that are not finite.
QuantizedNetwork quantize(const ArchSpec& spec, const FloatWeights& weights, std::span<const float> images,
                          const Calibration& calibration = {});

/// The quantisation whose 255 steps span the range, with 0 on one of them.
Quantization quantization_of(const Range& range);

}  // namespace hybrid
