#pragma once

#include <span>
#include <vector>

#include "arch/arch_spec.h"
#include "quant/folded_weights.h"
#include "quant/quantized_network.h"

namespace hybrid::reference {

/// multiply() of quant/fixed_point.h as written in gemmlowp and TensorFlow Lite: divisions and remainders, no
/// shifts of negative numbers. `real` is the factor; no code is shared.
std::int32_t multiply_as_gemmlowp(std::int32_t x, double real);

/// Returns every tensor of an int8 network, [height, width, channels], by naive loops that follow the
/// definition of each operation.
std::vector<std::vector<std::int8_t>> run_int8(const quant::QuantizedNetwork& network,
                                               std::span<const std::int8_t> image);

/// Returns the logits of an architecture with unfolded batch norm, in double; without squeeze-and-excite.
/// @param image [channels, height, width]
std::vector<double> run_unfolded(const arch::ArchSpec& spec, const quant::FloatWeights& weights,
                                 std::span<const float> image);

}  // namespace hybrid::reference
