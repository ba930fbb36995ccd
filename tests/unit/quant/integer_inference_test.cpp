#include "quant/integer_inference.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "reference/int8.h"
#include "unit/quant/random_network.h"

using namespace hybrid;
using namespace hybrid::quant;
using namespace hybrid::test;

namespace {

std::vector<std::int8_t> draw_int8(Rng& rng, std::int64_t count, int least) {
  std::vector<std::int8_t> numbers;
  for (std::int64_t i = 0; i < count; ++i) numbers.push_back(static_cast<std::int8_t>(draw(rng, least, 127)));
  return numbers;
}

/// Any integers at all: scales such that outputs are neither all clamped nor all zero.
QuantizedNetwork draw_int8_network(Rng& rng) {
  QuantizedNetwork network{
      .measure = "random", .graph = lower(draw_network(rng)), .tensors = {}, .convolutions = {}};
  const Graph& graph = network.graph;
  for (std::size_t t = 0; t < graph.tensors.size(); ++t)
    network.tensors.push_back({static_cast<float>(rng.uniform(0.01, 0.1)), draw(rng, -128, 127)});
  for (const Operation& operation : graph.operations) {
    QuantizedConvolution& to = network.convolutions.emplace_back();
    if (const auto* mean = std::get_if<Mean>(&operation))
      network.tensors[static_cast<std::size_t>(mean->output)] =
          network.tensors[static_cast<std::size_t>(mean->input)];
    const auto* convolution = std::get_if<Convolution>(&operation);
    if (!convolution) continue;
    const arch::ConvSpec& spec = convolution->spec;
    const std::int64_t window =
        input_of(graph, *convolution).channels / spec.groups * spec.kernel * spec.kernel;
    to.weights = draw_int8(rng, spec.channels * window, -127);
    for (int c = 0; c < spec.channels; ++c) {
      const double scale = rng.uniform(0.001, 0.02) / std::sqrt(static_cast<double>(window));
      to.scales.push_back(static_cast<float>(draw(rng, 0, 9) ? scale : -scale));
      to.biases.push_back(draw(rng, -20'000, 20'000));
    }
  }
  return network;
}

}  // namespace

TEST_CASE("integer inference equals naive loops in every tensor of random networks", "[quant]") {
  Rng rng(1);
  std::size_t distinct = 0;
  for (int i = 0; i < 400; ++i) {
    const QuantizedNetwork network = draw_int8_network(rng);
    IntegerInference inference(network);
    for (int repeat = 0; repeat < 2; ++repeat) {
      const auto image = draw_int8(rng, network.graph.tensors.front().elements(), -128);
      const auto expected = reference::run_int8(network, image);
      const std::span<const std::int8_t> logits = inference.run(image);
      REQUIRE(std::vector<std::int8_t>(logits.begin(), logits.end()) == expected.back());
      for (std::size_t t = 0; t < expected.size(); ++t) {
        const auto tensor = inference.tensor(static_cast<int>(t));
        REQUIRE(std::vector<std::int8_t>(tensor.begin(), tensor.end()) == expected[t]);
      }
      distinct += expected.back() != std::vector<std::int8_t>(logits.size(), logits[0]);
    }
  }
  REQUIRE(distinct > 600);  // the networks compute something
}

TEST_CASE("the largest sums there are do not overflow", "[quant]") {
  for (const int image : {-128, 127})
    for (const int weight : {-127, 127}) {
      const arch::ArchSpec spec{
          .name = "wide", .input = {660, 7, 7}, .classes = 1, .layers = {arch::LinearSpec{.outputs = 1}}};
      QuantizedNetwork network{
          .name = "wide",
          .graph = lower(spec),
          .tensors = {{1, image < 0 ? 127 : -128}, {1e7F, 0}},
          .convolutions = {{std::vector<std::int8_t>(660 * 49, static_cast<std::int8_t>(weight)),
                            {1},
                            {image * weight > 0 ? 1 << 30 : -(1 << 30)}}}};
      const std::vector<std::int8_t> pixels(660 * 49, static_cast<std::int8_t>(image));
      REQUIRE(IntegerInference(network).run(pixels)[0] == (image * weight > 0 ? 127 : -128));
      REQUIRE(reference::run_int8(network, pixels)[1][0] == (image * weight > 0 ? 127 : -128));
    }
}

TEST_CASE("logits of several images do not depend on the number of threads", "[quant]") {
  Rng rng(3);
  const QuantizedNetwork network = draw_int8_network(rng);
  const std::vector<float> images = draw_numbers(rng, 7 * network.graph.tensors.front().elements(), 0, 1);
  const auto logits = int8_logits(network, images);
  REQUIRE(logits.size() == 7 * 5);
  for (const int threads : {2, 3, 9}) REQUIRE(int8_logits(network, images, threads) == logits);
  REQUIRE(int8_logits(network, {}).empty());
  const std::size_t elements = images.size() / 7;
  const auto third = quantized_image(network, std::span(images).subspan(2 * elements, elements));
  REQUIRE(reference::run_int8(network, third).back() ==
          std::vector<std::int8_t>(logits.begin() + 10, logits.begin() + 15));
}

TEST_CASE("an image is quantised and turned to channels last", "[quant]") {
  const arch::ArchSpec spec{
      .name = "flat", .input = {2, 1, 3}, .classes = 1, .layers = {arch::LinearSpec{.outputs = 1}}};
  const QuantizedNetwork network{
      .name = "flat", .graph = lower(spec), .tensors = {{0.5F, -10}, {1, 0}}, .convolutions = {}};
  const std::vector<float> image{0, 1, 2, -1, 1000, -1000};
  REQUIRE(quantized_image(network, image) == std::vector<std::int8_t>{-10, -12, -8, 127, -6, -128});
}

TEST_CASE("images of another size are a fault of ours in integer inference", "[quant]") {
  Rng rng(4);
  const QuantizedNetwork network = draw_int8_network(rng);
  IntegerInference inference(network);
  REQUIRE_THROWS_AS(inference.run(std::vector<std::int8_t>(1000)), InternalError);
  REQUIRE_THROWS_AS(quantized_image(network, std::vector<float>(1000)), InternalError);
  REQUIRE_THROWS_AS(int8_logits(network, std::vector<float>(1)), InternalError);
}
