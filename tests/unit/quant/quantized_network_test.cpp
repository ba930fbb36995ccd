#include "quant/quantized_network.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::quant;

TEST_CASE("relu and relu6 clamp to the integers of 0 and 6", "[quant]") {
  REQUIRE(clamp_of(arch::Activation::none, {0.1F, 5}) == Clamp{-128, 127});
  REQUIRE(clamp_of(arch::Activation::relu, {0.1F, 5}) == Clamp{5, 127});
  REQUIRE(clamp_of(arch::Activation::relu6, {0.1F, 5}) == Clamp{5, 65});
  REQUIRE(clamp_of(arch::Activation::relu6, {6.0F / 255, -128}) == Clamp{-128, 127});
  REQUIRE(clamp_of(arch::Activation::relu6, {0.01F, -128}) == Clamp{-128, 127});  // 6 is beyond int8
  REQUIRE(clamp_of(arch::Activation::relu6, {1e-30F, -128}) == Clamp{-128, 127});
}

TEST_CASE("a number becomes the nearest integer, halves away from zero, within int8", "[quant]") {
  const Quantization halves{0.5F, 3};
  REQUIRE(quantized(0, halves) == 3);
  REQUIRE(quantized(0.25F, halves) == 4);
  REQUIRE(quantized(-0.25F, halves) == 2);
  REQUIRE(quantized(1e30F, halves) == 127);
  REQUIRE(quantized(-INFINITY, halves) == -128);
  REQUIRE(quantized(std::nanf(""), halves) == 3);
}

TEST_CASE("a network that does not fit together is a fault of ours", "[quant]") {
  const arch::ArchSpec spec{.name = "s",
                            .input = {2, 2, 2},
                            .classes = 1,
                            .layers = {arch::GlobalAveragePoolSpec{}, arch::LinearSpec{.outputs = 1}}};
  const QuantizedNetwork good{.name = "s",
                              .graph = lower(spec),
                              .tensors = {{1, 0}, {1, 0}, {1, 0}},
                              .convolutions = {{}, {{1, 2}, {1}, {0}}}};
  REQUIRE_NOTHROW(check(good));
  const auto bad = [&](auto change) {
    QuantizedNetwork network = good;
    change(network);
    REQUIRE_THROWS_AS(check(network), InternalError);
  };
  bad([](QuantizedNetwork& n) { n.tensors.pop_back(); });
  bad([](QuantizedNetwork& n) { n.convolutions.pop_back(); });
  bad([](QuantizedNetwork& n) { n.tensors[0].scale = 0; });
  bad([](QuantizedNetwork& n) { n.tensors[2].scale = INFINITY; });
  bad([](QuantizedNetwork& n) { n.tensors[2].zero_point = 128; });
  bad([](QuantizedNetwork& n) { n.tensors[1].zero_point = 1; });  // the mean's output
  bad([](QuantizedNetwork& n) { n.convolutions[1].weights.pop_back(); });
  bad([](QuantizedNetwork& n) { n.convolutions[1].biases.clear(); });
  bad([](QuantizedNetwork& n) { n.convolutions[1].scales[0] = 0; });
}
