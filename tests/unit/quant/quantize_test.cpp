#include "quant/quantize.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "quant/float_inference.h"
#include "quant/integer_inference.h"
#include "support/error_message.h"
#include "unit/quant/random_network.h"

using namespace hybrid;
using namespace hybrid::quant;
using namespace hybrid::test;

namespace {

const arch::ArchSpec kLinear{
    .name = "linear", .input = {2, 1, 1}, .classes = 2, .layers = {arch::LinearSpec{.outputs = 2}}};

}  // namespace

TEST_CASE("a range's ends are the ends of int8, and 0 is one of its steps", "[quant]") {
  REQUIRE(quantization_of({0, 255}) == Quantization{1, -128});
  REQUIRE(quantization_of({-255, 0}) == Quantization{1, 127});
  REQUIRE(quantization_of({-128, 127}) == Quantization{1, 0});
  REQUIRE(quantization_of({0, 0}) == Quantization{});
  REQUIRE(quantization_of({-1, 2}).zero_point == -43);
  REQUIRE_THROWS_AS(quantization_of({1, 2}), InternalError);
}

TEST_CASE("a linear network's integers, by hand", "[quant]") {
  const FloatWeights weights{{"layers.0.weight", {1.27F, -0.5F, 0.25F, 2.54F}},
                             {"layers.0.bias", {0.1F, -1}}};
  const QuantizedNetwork network = quantize(kLinear, weights, std::vector<float>{0, 255, 100, 0});
  REQUIRE(network.tensors[0] == Quantization{1, -128});
  REQUIRE(network.convolutions[0].weights == std::vector<std::int8_t>{127, -50, 13, 127});  // 12.5 -> 13
  REQUIRE(network.convolutions[0].scales[0] == Approx(0.01));
  REQUIRE(network.convolutions[0].scales[1] == Approx(0.02));
  REQUIRE(network.convolutions[0].biases == std::vector<std::int32_t>{10, -50});
}

TEST_CASE("a mean keeps its input's quantisation", "[quant]") {
  const arch::ArchSpec spec{.name = "mean",
                            .input = {1, 2, 2},
                            .classes = 1,
                            .layers = {arch::GlobalAveragePoolSpec{}, arch::LinearSpec{.outputs = 1}}};
  const FloatWeights weights{{"layers.1.weight", {1}}, {"layers.1.bias", {0}}};
  const QuantizedNetwork network = quantize(spec, weights, std::vector<float>{0, 0, 0, 255});
  REQUIRE(network.tensors[1] == Quantization{1, -128});
}

TEST_CASE("channels without weights keep their bias", "[quant]") {
  const FloatWeights weights{{"layers.0.weight", {0, 0, 1e-12F, 0}}, {"layers.0.bias", {3, -2}}};
  const std::vector<float> image{1, 1};
  const QuantizedNetwork network = quantize(kLinear, weights, image);
  const auto logits = int8_logits(network, image);
  const auto real = [&](std::size_t i) {
    return network.tensors[1].scale * static_cast<float>(logits[i] - network.tensors[1].zero_point);
  };
  REQUIRE(real(0) == Approx(3).margin(0.02));
  REQUIRE(real(1) == Approx(-2).margin(0.02));
  const FloatWeights nothing{{"layers.0.weight", {0, 0, 0, 0}}, {"layers.0.bias", {0, 0}}};
  REQUIRE(int8_logits(quantize(kLinear, nothing, image), image) == std::vector<std::int8_t>{0, 0});
}

TEST_CASE("int8 logits are near the float ones on random networks", "[quant]") {
  Rng rng(1);
  for (int i = 0; i < 60; ++i) {
    const arch::ArchSpec spec = draw_network(rng);
    const FloatWeights weights = draw_weights(rng, spec);
    const auto elements = static_cast<std::size_t>(spec.input.elements());
    const std::vector<float> images = draw_numbers(rng, 20 * spec.input.elements(), 0, 1);
    const QuantizedNetwork network = quantize(spec, weights, images);
    const auto logits = int8_logits(network, images);
    FloatInference inference(network.graph, fold(network.graph, weights));
    const Quantization& to = network.tensors.back();
    double error = 0;
    for (std::size_t n = 0; n < 20; ++n) {
      const auto expected = inference.run(std::span(images).subspan(n * elements, elements));
      for (std::size_t c = 0; c < 5; ++c)
        error +=
            std::abs(to.scale * static_cast<float>(logits[n * 5 + c] - to.zero_point) - expected[c]) / 100;
    }
    INFO("network " << i << ", mean error of a range of " << 255 * to.scale);
    REQUIRE(error < 0.03 * 255 * double{to.scale});
  }
}

TEST_CASE("a window whose sum could exceed 32 bits is refused", "[quant]") {
  const arch::ArchSpec spec{
      .name = "wide", .input = {40'000, 1, 1}, .classes = 1, .layers = {arch::LinearSpec{.outputs = 1}}};
  const FloatWeights weights{{"layers.0.weight", std::vector<float>(40'000, 1.0F)}, {"layers.0.bias", {0}}};
  REQUIRE(error_message<Infeasible>([&] { quantize(spec, weights, std::vector<float>(40'000, 1.0F)); }) ==
          "layers.0 adds 40000 products, which can exceed 32 bits; int8 inference adds at most 33000");
}

TEST_CASE("weights that are missing or not finite are refused", "[quant]") {
  REQUIRE_THROWS_AS(quantize(kLinear, {}, std::vector<float>{1, 1}), Infeasible);
  const FloatWeights weights{{"layers.0.weight", {NAN, 0, 0, 0}}, {"layers.0.bias", {0, 0}}};
  REQUIRE_THROWS_AS(quantize(kLinear, weights, std::vector<float>{1, 1}), Infeasible);
}
