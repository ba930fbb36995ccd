#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "quant/fixed_point.h"
#include "quant/quantized_network.h"

namespace hybrid::quant {

/// One integer convolution, with weights widened to 16 bits and arranged for the inner loops. Not
/// thread-safe.
class IntegerConvolution {
 public:
  IntegerConvolution(const arch::ConvSpec& spec, const arch::Shape& input,
                     const QuantizedConvolution& weights, const Quantization& from, const Quantization& to);

  /// @param input, output [height, width, channels]
  void run(std::span<const std::int8_t> input, std::span<std::int8_t> output);

 private:
  void lay_out(const std::vector<std::int8_t>& weights);
  void widen(std::span<const std::int8_t> input);
  void sum_row(const std::int16_t* row);
  void sum_row_depthwise(const std::int16_t* row);

  arch::ConvSpec spec_;
  arch::Shape input_;
  arch::Shape output_;
  Quantization from_;
  Quantization to_;
  Clamp clamp_;
  bool depthwise_;
  std::size_t channels_;    // channels of the widened input, rounded up to whole vectors
  std::size_t row_length_;  // length of a row of the widened, padded input
  std::vector<std::int16_t> weights_;
  std::vector<std::int32_t> biases_;
  std::vector<FixedPoint> factors_;
  std::vector<std::size_t> segments_;  // start of each segment of inputs under the kernel
  std::size_t segment_length_;
  std::vector<std::int16_t> widened_;  // the input minus its zero point, padded with zeros
  std::vector<std::int32_t> sums_;     // sums of one output row
};

}  // namespace hybrid::quant
