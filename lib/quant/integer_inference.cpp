#include "quant/integer_inference.h"

#include <algorithm>

#include "core/error.h"
#include "quant/threads.h"

namespace hybrid::quant {
namespace {

std::int8_t clamped(std::int64_t value, const Clamp& clamp) {
  return static_cast<std::int8_t>(std::clamp<std::int64_t>(value, clamp.lowest, clamp.highest));
}

}  // namespace

IntegerInference::IntegerInference(const QuantizedNetwork& network) : network_(network) {
  check(network);
  const Graph& graph = network.graph;
  for (std::size_t i = 0; i < graph.operations.size(); ++i) {
    convolutions_.emplace_back();
    if (const auto* c = std::get_if<Convolution>(&graph.operations[i]))
      convolutions_.back().emplace(c->spec, input_of(graph, *c), network.convolutions[i],
                                   quantization(c->input), quantization(c->output));
  }
  for (const arch::Shape& shape : graph.tensors)
    tensors_.emplace_back(static_cast<std::size_t>(shape.elements()));
}

std::span<const std::int8_t> IntegerInference::run(std::span<const std::int8_t> image) {
  HYBRID_CHECK(image.size() == tensors_.front().size(), "an image of {} numbers for an input of {}",
               image.size(), to_string(network_.graph.tensors.front()));
  std::ranges::copy(image, tensors_.front().begin());
  for (std::size_t i = 0; i < convolutions_.size(); ++i)
    std::visit([&](const auto& operation) { run(operation, i); }, network_.graph.operations[i]);
  return tensors_.back();
}

void IntegerInference::run(const Convolution& convolution, std::size_t operation) {
  convolutions_[operation]->run(tensor(convolution.input),
                                tensors_[static_cast<std::size_t>(convolution.output)]);
}

/// Rescales both inputs to twice the coarser scale, with 20 additional fraction bits, and adds them.
void IntegerInference::run(const Sum& sum, std::size_t) {
  constexpr int kFractionBits = 20;
  const Quantization &left = quantization(sum.left), &right = quantization(sum.right),
                     &to = quantization(sum.output);
  const double common = 2 * double{std::max(left.scale, right.scale)};
  const FixedPoint from_left = fixed_point(left.scale / common),
                   from_right = fixed_point(right.scale / common);
  const FixedPoint to_output = fixed_point(common / ((1 << kFractionBits) * double{to.scale}));
  const Clamp clamp = clamp_of(sum.activation, to);
  const auto term = [](std::int8_t q, const Quantization& from, FixedPoint factor) {
    return multiply((q - from.zero_point) * (1 << kFractionBits), factor);
  };
  std::ranges::transform(tensor(sum.left), tensor(sum.right),
                         tensors_[static_cast<std::size_t>(sum.output)].begin(),
                         [&](std::int8_t a, std::int8_t b) {
                           const std::int32_t total = term(a, left, from_left) + term(b, right, from_right);
                           return clamped(std::int64_t{multiply(total, to_output)} + to.zero_point, clamp);
                         });
}

/// Averages the int8 values, rounded to nearest (halves away from zero): input and output have the same
/// quantisation.
void IntegerInference::run(const Mean& mean, std::size_t) {
  const std::span<const std::int8_t> input = tensor(mean.input);
  std::vector<std::int8_t>& output = tensors_[static_cast<std::size_t>(mean.output)];
  const auto count = static_cast<int>(input.size() / output.size());
  for (std::size_t c = 0; c < output.size(); ++c) {
    int sum = 0;
    for (std::size_t i = c; i < input.size(); i += output.size()) sum += input[i];
    output[c] = static_cast<std::int8_t>((sum > 0 ? sum + count / 2 : sum - count / 2) / count);
  }
}

std::vector<std::int8_t> quantized_image(const QuantizedNetwork& network, std::span<const float> image) {
  const arch::Shape& shape = network.graph.tensors.front();
  HYBRID_CHECK(static_cast<std::int64_t>(image.size()) == shape.elements(),
               "an image of {} numbers for an input of {}", image.size(), to_string(shape));
  const auto channels = static_cast<std::size_t>(shape.channels), pixels = image.size() / channels;
  std::vector<std::int8_t> result(image.size());
  for (std::size_t p = 0; p < pixels; ++p)
    for (std::size_t c = 0; c < channels; ++c)
      result[p * channels + c] = quantized(image[c * pixels + p], network.tensors.front());
  return result;
}

std::vector<std::int8_t> int8_logits(const QuantizedNetwork& network, std::span<const float> images,
                                     int threads) {
  const auto elements = static_cast<std::size_t>(network.graph.tensors.front().elements());
  const auto classes = static_cast<std::size_t>(network.graph.tensors.back().elements());
  HYBRID_CHECK(images.size() % elements == 0 && threads > 0, "{} numbers for images of {}, {} threads",
               images.size(), elements, threads);
  const std::size_t count = images.size() / elements;
  std::vector<std::int8_t> logits(count * classes);
  on_threads(threads, [&](std::size_t thread) {
    IntegerInference inference(network);
    for (std::size_t i = thread; i < count; i += static_cast<std::size_t>(threads))
      std::ranges::copy(inference.run(quantized_image(network, images.subspan(i * elements, elements))),
                        logits.begin() + static_cast<std::ptrdiff_t>(i * classes));
  });
  return logits;
}

}  // namespace hybrid::quant
