#include "nets/feature_link.h"

#include <cstdint>
#include <span>

#include "payload/encode_values.h"

namespace hybrid::nets {

namespace {

constexpr int kLowest = -128;  // int8 values are sent as 0 to 255

std::vector<std::uint8_t> to_bytes(std::span<const float> features, const quant::Quantization& quantization) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(features.size());
  for (const float feature : features)
    bytes.push_back(static_cast<std::uint8_t>(quant::quantized(feature, quantization) - kLowest));
  return bytes;
}

void to_floats(std::span<const std::uint8_t> bytes, const quant::Quantization& quantization,
               std::span<float> out) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    out[i] = quantization.scale * static_cast<float>(bytes[i] + kLowest - quantization.zero_point);
}

}  // namespace

torch::Tensor FeatureLink::send(const torch::Tensor& features) {
  const torch::NoGradGuard no_grad;
  torch::Tensor link = features.to(torch::kCPU, torch::kFloat32).contiguous().clone();
  const auto count = static_cast<std::size_t>(link.numel() / link.size(0));
  float* values = link.data_ptr<float>();
  for (std::int64_t i = 0; i < link.size(0); ++i, values += count) {
    const auto sent = to_bytes({values, count}, quantization_);
    const std::string code = payload::encode_values(sent);
    payload_bytes_.push_back(static_cast<double>(code.size()));
    entropy_bytes_.push_back(hybrid::payload::entropy_bytes(sent));
    to_floats(payload::decode_values(code, count), quantization_, {values, count});
  }
  return link.to(features.device()).contiguous(features.suggest_memory_format());
}

}  // namespace hybrid::nets
