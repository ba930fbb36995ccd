#pragma once

#include <span>
#include <vector>

#include "arch/arch_spec.h"
#include "quant/folded_weights.h"
#include "quant/quantized_network.h"

namespace hybrid::reference {

/// quant/fixed_point.h's multiply() in the words of gemmlowp and TensorFlow Lite: divisions and remainders,
/// no shifts of negative numbers. `real` is the factor; nothing is shared.
std::int32_t multiply_as_gemmlowp(std::int32_t x, double real);

/// Every tensor of an int8 network, [height, width, channels], by one loop nest per number as the operations
/// are defined.
std::vector<std::vector<std::int8_t>> run_int8(const QuantizedNetwork& network,
                                               std::span<const std::int8_t> image);

/// The logits of an architecture with convolution and batch norm apart, in double; image: [channels, height,
/// width]. No squeeze-and-excite.
std::vector<double> run_unfolded(const ArchSpec& spec, const FloatWeights& weights,
                                 std::span<const float> image);

}  // namespace hybrid::reference
