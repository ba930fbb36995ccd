#pragma once
// The forward pass of a QuantizedNetwork in integers, bit for bit equal to TensorFlow Lite's int8 reference
// kernels (CONV_2D, DEPTHWISE_CONV_2D, ADD, AVERAGE_POOL_2D; a fully connected layer is a 1x1 convolution)
// and, by its specification, to CMSIS-NN on a Cortex-M: 32-bit sums, rescaled by quant/fixed_point.h. Only
// the quantisation of the image uses floating point. Tested against naive loops (tests/reference/int8.h) and
// against TensorFlow Lite's interpreter (tests/peers/int8).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "quant/integer_convolution.h"
#include "quant/quantized_network.h"

namespace hybrid::quant {

/// Runs one image at a time and keeps every tensor. Not thread-safe: use one per thread. The network must
/// outlive it.
class IntegerInference {
 public:
  explicit IntegerInference(const QuantizedNetwork& network);

  /// Runs one image [height, width, channels] in the quantisation of network.tensors[0]. Returns the logits
  /// in the quantisation of the last tensor, valid until the next run.
  std::span<const std::int8_t> run(std::span<const std::int8_t> image);
  /// Returns a tensor [height, width, channels] of the last run.
  std::span<const std::int8_t> tensor(int id) const { return tensors_[static_cast<std::size_t>(id)]; }

 private:
  void run(const Convolution& convolution, std::size_t operation);
  void run(const Sum& sum, std::size_t operation);
  void run(const Mean& mean, std::size_t operation);
  const Quantization& quantization(int id) const { return network_.tensors[static_cast<std::size_t>(id)]; }

  const QuantizedNetwork& network_;
  std::vector<std::optional<IntegerConvolution>> convolutions_;  // one for each operation
  std::vector<std::vector<std::int8_t>> tensors_;
};

/// Quantises an image of floats, [channels, height, width], for `run`.
std::vector<std::int8_t> quantized_image(const QuantizedNetwork& network, std::span<const float> image);

/// Returns the logits [n, classes] of images [n, channels, height, width], in the quantisation of the last
/// tensor.
/// @param threads number of threads
std::vector<std::int8_t> int8_logits(const QuantizedNetwork& network, std::span<const float> images,
                                     int threads = 1);

}  // namespace hybrid::quant
