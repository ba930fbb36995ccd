#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "quant/graph.h"

namespace hybrid::quant {

/// The value of an int8 q: scale * (q - zero_point).
struct Quantization {
  float scale = 1;
  int zero_point = 0;
  bool operator==(const Quantization&) const = default;
};

/// Weights: scale per output channel, zero point 0, in [-127, 127].
struct QuantizedConvolution {
  std::vector<std::int8_t> weights;  ///< [outputs, kernel, kernel, inputs / groups]
  /// [outputs], scales of the weights; not 0, but negative in some published models.
  std::vector<float> scales;
  std::vector<std::int32_t> biases;  ///< [outputs], in units of the input's scale times the weights' scale
};

/// A network in 8-bit integers as stored on a microcontroller (Jacob et al. 2018; TensorFlow Lite's int8
/// scheme).
struct QuantizedNetwork {
  std::string name;
  Graph graph;
  std::vector<Quantization> tensors;               ///< one for each tensor of the graph
  std::vector<QuantizedConvolution> convolutions;  ///< one for each operation; empty for other operations
};

/// The range of integers after an activation, as in TensorFlow Lite: that of int8, narrowed by relu and
/// relu6.
struct Clamp {
  int lowest = -128;
  int highest = 127;
  bool operator==(const Clamp&) const = default;
};
Clamp clamp_of(arch::Activation activation, const Quantization& output);

/// Quantises a value: to nearest, halves away from zero, saturating; NaN becomes the zero point.
std::int8_t quantized(float value, const Quantization& quantization);

/// Checks the requirements of integer inference: sizes, positive scales, a mean with equal input and output
/// quantisation.
/// @throws InternalError if one is violated
void check(const QuantizedNetwork& network);

}  // namespace hybrid::quant
