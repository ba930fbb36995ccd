#include "quant/quantized_network.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::quant {
namespace {

void check(const QuantizedNetwork& network, const Convolution& convolution,
           const QuantizedConvolution& weights) {
  const arch::ConvSpec& spec = convolution.spec;
  const auto outputs = static_cast<std::size_t>(spec.channels);
  const arch::Shape input = input_of(network.graph, convolution);
  const auto window = static_cast<std::size_t>(spec.kernel * spec.kernel * (input.channels / spec.groups));
  HYBRID_CHECK(weights.weights.size() == outputs * window && weights.scales.size() == outputs &&
                   weights.biases.size() == outputs,
               "{}: {} weights, {} scales, {} biases for {} outputs of {} weights each", convolution.name,
               weights.weights.size(), weights.scales.size(), weights.biases.size(), outputs, window);
  for (const float scale : weights.scales)
    HYBRID_CHECK(scale != 0 && std::isfinite(scale), "{}: a weight scale of {}", convolution.name, scale);
}

}  // namespace

Clamp clamp_of(arch::Activation activation, const Quantization& output) {
  const auto at = [&](float real) {
    return output.zero_point + static_cast<int>(std::round(std::min(real / output.scale, 1000.0F)));
  };
  Clamp clamp;
  if (activation == arch::Activation::relu || activation == arch::Activation::relu6)
    clamp.lowest = std::max(clamp.lowest, at(0));
  if (activation == arch::Activation::relu6) clamp.highest = std::min(clamp.highest, at(6));
  return clamp;
}

std::int8_t quantized(float value, const Quantization& quantization) {
  const float units = std::round(value / quantization.scale) + static_cast<float>(quantization.zero_point);
  if (std::isnan(units)) return static_cast<std::int8_t>(quantization.zero_point);
  return static_cast<std::int8_t>(std::clamp(units, -128.0F, 127.0F));
}

void check(const QuantizedNetwork& network) {
  const Graph& graph = network.graph;
  HYBRID_CHECK(network.tensors.size() == graph.tensors.size() &&
                   network.convolutions.size() == graph.operations.size(),
               "{} quantisations for {} tensors, {} convolutions for {} operations", network.tensors.size(),
               graph.tensors.size(), network.convolutions.size(), graph.operations.size());
  for (const Quantization& tensor : network.tensors)
    HYBRID_CHECK(tensor.scale > 0 && std::isfinite(tensor.scale) && tensor.zero_point >= -128 &&
                     tensor.zero_point <= 127,
                 "a tensor of scale {}, zero point {}", tensor.scale, tensor.zero_point);
  for (std::size_t i = 0; i < graph.operations.size(); ++i) {
    if (const auto* convolution = std::get_if<Convolution>(&graph.operations[i]))
      check(network, *convolution, network.convolutions[i]);
    if (const auto* mean = std::get_if<Mean>(&graph.operations[i]))
      HYBRID_CHECK(network.tensors[static_cast<std::size_t>(mean->input)] ==
                       network.tensors[static_cast<std::size_t>(mean->output)],
                   "a mean that changes the quantisation");
  }
}

}  // namespace hybrid::quant
