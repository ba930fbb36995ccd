#include "quant/float_inference.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace hybrid::quant {
namespace {

float activate(float x, arch::Activation activation) {
  if (activation == arch::Activation::none) return x;
  return activation == arch::Activation::relu ? std::max(x, 0.0F) : std::clamp(x, 0.0F, 6.0F);
}

/// Transposes [outputs, window] to [window, outputs], so that the innermost loop runs over outputs.
std::vector<float> outputs_last(const std::vector<float>& weights, std::size_t outputs) {
  std::vector<float> turned(weights.size());
  const std::size_t window = weights.size() / outputs;
  for (std::size_t o = 0; o < outputs; ++o)
    for (std::size_t i = 0; i < window; ++i) turned[i * outputs + o] = weights[o * window + i];
  return turned;
}

/// Adds the contribution of one input pixel and one kernel position to all outputs.
void add_pixel(const arch::ConvSpec& spec, int inputs, const float* pixel, const float* weights,
               float* sums) {
  if (spec.groups == spec.channels && inputs == spec.channels) {  // depthwise
    for (int c = 0; c < spec.channels; ++c) sums[c] += pixel[c] * weights[c];
    return;
  }
  const int group_inputs = inputs / spec.groups, group_outputs = spec.channels / spec.groups;
  for (int group = 0; group < spec.groups; ++group)
    for (int i = 0; i < group_inputs; ++i) {
      const float x = pixel[group * group_inputs + i];
      const float* row = weights + i * spec.channels + group * group_outputs;
      for (int o = 0; o < group_outputs; ++o) sums[group * group_outputs + o] += x * row[o];
    }
}

}  // namespace

FloatInference::FloatInference(Graph graph, std::span<const FoldedConvolution> folded)
    : graph_(std::move(graph)), folded_(folded.begin(), folded.end()) {
  HYBRID_CHECK(folded_.size() == graph_.operations.size(), "{} folded convolutions for {} operations",
               folded_.size(), graph_.operations.size());
  for (FoldedConvolution& convolution : folded_)
    if (!convolution.biases.empty())
      convolution.weights = outputs_last(convolution.weights, convolution.biases.size());
  for (const arch::Shape& shape : graph_.tensors)
    tensors_.emplace_back(static_cast<std::size_t>(shape.elements()));
}

std::span<const float> FloatInference::run(std::span<const float> image) {
  const arch::Shape& shape = graph_.tensors.front();
  HYBRID_CHECK(static_cast<std::int64_t>(image.size()) == shape.elements(),
               "an image of {} numbers for an input of {}", image.size(), to_string(shape));
  const auto channels = static_cast<std::size_t>(shape.channels), pixels = image.size() / channels;
  for (std::size_t p = 0; p < pixels; ++p)
    for (std::size_t c = 0; c < channels; ++c) tensors_.front()[p * channels + c] = image[c * pixels + p];
  for (std::size_t i = 0; i < folded_.size(); ++i)
    std::visit([&](const auto& operation) { run(operation, folded_[i]); }, graph_.operations[i]);
  return tensors_.back();
}

void FloatInference::run(const Convolution& convolution, const FoldedConvolution& folded) {
  const arch::ConvSpec& spec = convolution.spec;
  const arch::Shape in = input_of(graph_, convolution),
                    out = graph_.tensors[static_cast<std::size_t>(convolution.output)];
  const float* input = tensor(convolution.input).data();
  float* sums = tensors_[static_cast<std::size_t>(convolution.output)].data();
  const int weights_per_place = in.channels / spec.groups * spec.channels;
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x, sums += out.channels) {
      std::ranges::copy(folded.biases, sums);
      for (int ky = 0; ky < spec.kernel; ++ky)
        for (int kx = 0; kx < spec.kernel; ++kx) {
          const int row = y * spec.stride + ky - spec.kernel / 2,
                    column = x * spec.stride + kx - spec.kernel / 2;
          if (row < 0 || row >= in.height || column < 0 || column >= in.width) continue;
          add_pixel(spec, in.channels, input + (row * in.width + column) * in.channels,
                    folded.weights.data() + (ky * spec.kernel + kx) * weights_per_place, sums);
        }
      for (int c = 0; c < out.channels; ++c) sums[c] = activate(sums[c], spec.activation);
    }
}

void FloatInference::run(const Sum& sum, const FoldedConvolution&) {
  std::ranges::transform(tensor(sum.left), tensor(sum.right),
                         tensors_[static_cast<std::size_t>(sum.output)].begin(),
                         [&](float left, float right) { return activate(left + right, sum.activation); });
}

void FloatInference::run(const Mean& mean, const FoldedConvolution&) {
  const std::span<const float> input = tensor(mean.input);
  std::vector<float>& output = tensors_[static_cast<std::size_t>(mean.output)];
  std::ranges::fill(output, 0.0F);
  for (std::size_t i = 0; i < input.size(); ++i) output[i % output.size()] += input[i];
  const std::size_t positions = input.size() / output.size();
  for (float& channel : output) channel /= static_cast<float>(positions);
}

}  // namespace hybrid::quant
