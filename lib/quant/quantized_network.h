#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "quant/graph.h"

namespace hybrid {

/// What an int8 stands for: scale (q - zero_point).
struct Quantization {
  float scale = 1;
  int zero_point = 0;
  bool operator==(const Quantization&) const = default;
};

/// Weights: scale per output channel, zero point 0, in [-127, 127].
struct QuantizedConvolution {
  std::vector<std::int8_t> weights;  ///< [outputs, kernel, kernel, inputs / groups]
  std::vector<float> scales;  ///< [outputs], of the weights; not 0. Some published models have negative ones
  std::vector<std::int32_t> biases;  ///< [outputs], in units of the input's scale times the weights'
};

/// A network in 8-bit integers as a microcontroller holds it (Jacob et al. 2018; TensorFlow Lite's int8
/// scheme).
struct QuantizedNetwork {
  std::string name;
  Graph graph;
  std::vector<Quantization> tensors;               ///< one for each of the graph's
  std::vector<QuantizedConvolution> convolutions;  ///< one for each operation; empty where it is none
};

/// The integers an activation may give, as TensorFlow Lite clamps: int8's own, narrowed by relu and relu6.
struct Clamp {
  int lowest = -128;
  int highest = 127;
  bool operator==(const Clamp&) const = default;
};
Clamp clamp_of(Activation activation, const Quantization& output);

/// Nearest, halves away from zero, saturating; a NaN becomes the zero point.
std::int8_t quantized(float value, const Quantization& quantization);

/// Checks what integer inference relies on: sizes, scales that are positive, a mean that keeps its input's
/// quantisation. InternalError if it does not hold.
void check(const QuantizedNetwork& network);

}  // namespace hybrid
