#include "quant/folded_weights.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::quant;
using hybrid::test::error_message;

namespace {

const Convolution kConvolution{.name = "layers.0", .spec = {.channels = 1, .kernel = 1, .norm_epsilon = 0}};
const FloatWeights kWeights{{"layers.0.conv.weight", {2, 4}},
                            {"layers.0.norm.weight", {3}},
                            {"layers.0.norm.bias", {0.5F}},
                            {"layers.0.norm.running_mean", {7}},
                            {"layers.0.norm.running_var", {4}}};

}  // namespace

TEST_CASE("batch norm is folded into weights and bias, by hand", "[quant]") {
  // 3 (2 a + 4 b - 7) / 2 + 0.5
  const FoldedConvolution folded = fold(kConvolution, {2, 1, 1}, kWeights);
  REQUIRE(folded.weights == std::vector<float>{3, 6});
  REQUIRE(folded.biases == std::vector<float>{-10});
}

TEST_CASE("the convolution's own bias passes through batch norm", "[quant]") {
  Convolution convolution = kConvolution;
  convolution.spec.bias = true;
  FloatWeights weights = kWeights;
  weights["layers.0.conv.bias"] = {1};
  REQUIRE(fold(convolution, {2, 1, 1}, weights).biases == std::vector<float>{-8.5F});
}

TEST_CASE("weights are turned from channels first to channels last", "[quant]") {
  Convolution convolution{.name = "c", .spec = {.channels = 1, .kernel = 3, .batch_norm = false}};
  std::vector<float> numbers(18);
  for (std::size_t i = 0; i < 18; ++i) numbers[i] = static_cast<float>(i);
  const std::vector<float> turned{0, 9, 1, 10, 2, 11, 3, 12, 4, 13, 5, 14, 6, 15, 7, 16, 8, 17};
  REQUIRE(fold(convolution, {2, 5, 5}, {{"c.conv.weight", numbers}}).weights == turned);
  convolution = {
      .name = "c", .spec = {.channels = 1, .batch_norm = false, .bias = true}, .fully_connected = true};
  const FloatWeights linear{{"c.weight", numbers}, {"c.bias", {1}}};
  REQUIRE(fold(convolution, {2, 3, 3}, linear).weights == turned);
}

TEST_CASE("a parameter that is missing or of another size is named", "[quant]") {
  FloatWeights weights = kWeights;
  weights.erase("layers.0.norm.running_var");
  REQUIRE(error_message<Infeasible>([&] {
            fold(kConvolution, {2, 1, 1}, weights);
          }) == "no weights called 'layers.0.norm.running_var' to quantise");
  REQUIRE(error_message<Infeasible>([] {
            fold(kConvolution, {3, 1, 1}, kWeights);
          }) == "'layers.0.conv.weight' has 2 numbers, expected 3");
}
