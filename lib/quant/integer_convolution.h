#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "quant/fixed_point.h"
#include "quant/quantized_network.h"

namespace hybrid {

/// One convolution in integers, made ready: weights widened to 16 bits and laid out for the inner loops. Not
/// thread-safe.
class IntegerConvolution {
 public:
  IntegerConvolution(const ConvSpec& spec, const Shape& input, const QuantizedConvolution& weights,
                     const Quantization& from, const Quantization& to);

  /// input, output: [height, width, channels]
  void run(std::span<const std::int8_t> input, std::span<std::int8_t> output);

 private:
  void lay_out(const std::vector<std::int8_t>& weights);
  void widen(std::span<const std::int8_t> input);
  void sum_row(const std::int16_t* row);
  void sum_row_depthwise(const std::int16_t* row);

  ConvSpec spec_;
  Shape input_;
  Shape output_;
  Quantization from_;
  Quantization to_;
  Clamp clamp_;
  bool depthwise_;
  std::size_t channels_;    // of the widened input: rounded up to whole vectors
  std::size_t row_length_;  // of the widened, padded input
  std::vector<std::int16_t> weights_;
  std::vector<std::int32_t> biases_;
  std::vector<FixedPoint> factors_;
  std::vector<std::size_t> segments_;  // where each run of inputs under the kernel begins
  std::size_t segment_length_;
  std::vector<std::int16_t> widened_;  // the input minus its zero point, with a border of zeros
  std::vector<std::int32_t> sums_;     // of one row of the output
};

}  // namespace hybrid
