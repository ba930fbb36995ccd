#include "quant/quantize.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"

namespace hybrid::quant {
namespace {

// The largest window for which the sum of products of weights and inputs (int8 minus zero point), plus a bias
// of up to kLargestBias, fits 32 bits.
constexpr std::int64_t kLargestWindow = 33'000;
constexpr float kLargestBias = 1 << 30;

/// Returns the scale at which a channel's weights span [-127, 127], or a larger one if the bias would not
/// fit.
float weight_scale(std::span<const float> weights, float bias, float input_scale) {
  float largest = 0;
  for (const float weight : weights) largest = std::max(largest, std::abs(weight));
  const float scale = std::max(largest / 127, std::abs(bias) / (input_scale * kLargestBias));
  return scale > 0 ? scale : 1;
}

QuantizedConvolution quantize(const FoldedConvolution& folded, float input_scale) {
  QuantizedConvolution result;
  const std::size_t outputs = folded.biases.size(), window = folded.weights.size() / outputs;
  for (std::size_t o = 0; o < outputs; ++o) {
    const auto weights = std::span(folded.weights).subspan(o * window, window);
    const float scale = weight_scale(weights, folded.biases[o], input_scale);
    for (const float weight : weights) result.weights.push_back(quantized(weight, {.scale = scale}));
    result.scales.push_back(scale);
    result.biases.push_back(static_cast<std::int32_t>(
        std::round(double{folded.biases[o]} / (double{input_scale} * double{scale}))));
  }
  return result;
}

void check_window(const Graph& graph, const Convolution& convolution) {
  const std::int64_t kernel = convolution.spec.kernel;
  const std::int64_t window =
      input_of(graph, convolution).channels / convolution.spec.groups * kernel * kernel;
  if (window > kLargestWindow)
    throw Infeasible(
        fmt::format("{} adds {} products, which can exceed 32 bits; int8 inference adds at most {}",
                    convolution.name, window, kLargestWindow));
}

}  // namespace

Quantization quantization_of(const Range& range) {
  HYBRID_CHECK(range.lowest <= 0 && range.highest >= 0, "range {} to {} without 0", range.lowest,
               range.highest);
  const float scale = (range.highest - range.lowest) / 255;
  if (!(scale > 0)) return {};
  return {scale, static_cast<int>(std::clamp(std::round(-128 - range.lowest / scale), -128.0F, 127.0F))};
}

QuantizedNetwork quantize(const arch::ArchSpec& spec, const FloatWeights& weights,
                          std::span<const float> images, const Calibration& calibration) {
  QuantizedNetwork network{.name = spec.name, .graph = lower(spec), .tensors = {}, .convolutions = {}};
  const Graph& graph = network.graph;
  const std::vector<FoldedConvolution> folded = fold(graph, weights);
  for (const Range& range : calibrate(graph, folded, images, calibration))
    network.tensors.push_back(quantization_of(range));
  network.convolutions.resize(folded.size());
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (const auto* mean = std::get_if<Mean>(&graph.operations[i]))
      network.tensors[static_cast<std::size_t>(mean->output)] =
          network.tensors[static_cast<std::size_t>(mean->input)];
    if (const auto* convolution = std::get_if<Convolution>(&graph.operations[i])) {
      check_window(graph, *convolution);
      network.convolutions[i] =
          quantize(folded[i], network.tensors[static_cast<std::size_t>(convolution->input)].scale);
    }
  }
  return network;
}

}  // namespace hybrid::quant
