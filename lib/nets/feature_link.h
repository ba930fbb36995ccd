#pragma once
// The way of features from the device to the cloud: in 8 bits, entropy-coded (payload/encode_values.h), sent,
// decoded. The range of the 8 bits is one for all images, from images seen before: the integers are then
// those that an int8 network (quant/) computes on the device anyway, both sides know the scale, and nothing
// but the code is sent. Values outside of it are clamped, and what that costs is measured.

#include <torch/torch.h>

#include <vector>

#include "quant/quantized_network.h"

namespace hybrid {

class FeatureLink {
 public:
  explicit FeatureLink(const Quantization& quantization) : quantization_(quantization) {}

  /// Features, float32 [b, ...], as they arrive: on their device, in their layout. Notes what each image's
  /// take.
  torch::Tensor send(const torch::Tensor& features);

  const Quantization& quantization() const { return quantization_; }
  /// [n], of all images in the order in which they were sent.
  const std::vector<double>& payload_bytes() const { return payload_bytes_; }
  /// [n], what an order-0 code would need at least.
  const std::vector<double>& entropy_bytes() const { return entropy_bytes_; }

 private:
  Quantization quantization_;
  std::vector<double> payload_bytes_, entropy_bytes_;
};

}  // namespace hybrid
