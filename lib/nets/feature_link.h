#pragma once
// The transmission of features from the device to the cloud: quantised to 8 bits, entropy-coded
// (payload/encode_values.h), sent, and decoded. All images share one quantisation range, determined
// beforehand on other images: the integers are then those that an int8 network (quant/) computes on the
// device anyway, both sides know the scale, and only the code is sent. Values outside of the range are
// clamped, so measured accuracies include this loss.

#include <torch/torch.h>

#include <vector>

#include "quant/quantized_network.h"

namespace hybrid::nets {

class FeatureLink {
 public:
  explicit FeatureLink(const quant::Quantization& quantization) : quantization_(quantization) {}

  /// Returns the received features of `features`, float32 [b, ...], on the same device and in the same
  /// layout. Records the bytes of each image.
  torch::Tensor send(const torch::Tensor& features);

  const quant::Quantization& quantization() const { return quantization_; }
  /// The bytes of all images [n], in the order of sending.
  const std::vector<double>& payload_bytes() const { return payload_bytes_; }
  /// The lower bound of an order-0 code for all images [n], in bytes.
  const std::vector<double>& entropy_bytes() const { return entropy_bytes_; }

 private:
  quant::Quantization quantization_;
  std::vector<double> payload_bytes_, entropy_bytes_;
};

}  // namespace hybrid::nets
