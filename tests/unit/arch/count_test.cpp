#include "arch/count.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "core/seed.h"
#include "reference/macs.h"

using namespace hybrid;
using namespace hybrid::arch;

namespace {

LayerCount count_of(const ConvSpec& conv, const Shape& input) {
  const ArchSpec spec{
      .name = "one", .input = input, .classes = 1, .layers = {conv, LinearSpec{.outputs = 1}}};
  return count(spec).layers.front();
}

}  // namespace

TEST_CASE("MACs of a convolution are those of its loops", "[arch]") {
  Rng rng(1);
  const auto draw = [&](int most) {
    return 1 + static_cast<int>(rng.below(static_cast<std::uint64_t>(most)));
  };
  for (int i = 0; i < 500; ++i) {
    const int groups = draw(4);
    const Shape input{groups * draw(3), draw(9), draw(9)};
    const ConvSpec conv{
        .channels = groups * draw(3), .kernel = 2 * draw(3) - 1, .stride = draw(3), .groups = groups};
    const ArchSpec spec{
        .name = "one", .input = input, .classes = 1, .layers = {conv, LinearSpec{.outputs = 1}}};
    REQUIRE(count(spec).macs == reference::macs(spec));
  }
}

TEST_CASE("MACs of every network are those of its loops", "[arch]") {
  for (const std::string& name : arch_names()) {
    // Large networks on small images: the loops run through every multiplication.
    const ArchSpec spec = *find_arch(name, {3, 9, 11}, 7);
    INFO(name);
    REQUIRE(count(spec).macs == reference::macs(spec));
  }
}

TEST_CASE("a depthwise convolution in place needs its input and one channel", "[arch]") {
  const LayerCount depthwise = count_of({.channels = 6, .kernel = 3, .stride = 2, .groups = 6}, {6, 8, 8});
  REQUIRE(depthwise.live_activations == 6 * 64 + 6 * 16);
  REQUIRE(depthwise.live_in_place == 6 * 64 + 16);
  // Two outputs for each input channel cannot overwrite it, nor can a full convolution.
  const LayerCount doubling = count_of({.channels = 12, .kernel = 3, .groups = 6}, {6, 8, 8});
  REQUIRE(doubling.live_in_place == doubling.live_activations);
  const LayerCount full = count_of({.channels = 6, .kernel = 3}, {6, 8, 8});
  REQUIRE(full.live_in_place == full.live_activations);
}

TEST_CASE("in place, the peak moves from the depthwise convolution to the one before it", "[arch]") {
  // 2 -> 12 -> 12 -> 2 channels on 2x2 with a shortcut: 8 + 48, then 48 + 4 + 8 instead of 48 + 48 + 8.
  const BlockSpec block{.body = {ConvSpec{.channels = 12},
                                 ConvSpec{.channels = 12, .kernel = 3, .groups = 12},
                                 ConvSpec{.channels = 2}}};
  const ArchCount counted = count(
      {.name = "in place", .input = {2, 2, 2}, .classes = 2, .layers = {block, GlobalAveragePoolSpec{}}});
  REQUIRE(counted.peak_activation_bytes_int8 == 104);
  REQUIRE(counted.sram_bytes_int8 == 64);  // 48 + 8 + 8, the narrowing one
  REQUIRE(counted.layers[1].live_in_place == 60);
}

TEST_CASE("squeeze-and-excite, by hand", "[arch]") {
  const ArchCount counted = count({.name = "squeeze",
                                   .input = {8, 3, 3},
                                   .classes = 8,
                                   .layers = {SqueezeExciteSpec{.squeezed = 2}, GlobalAveragePoolSpec{}}});
  REQUIRE(counted.macs == 32);
  REQUIRE(counted.parameters == 32 + 10);
  REQUIRE(counted.layers[0].output == Shape{8, 3, 3});
  REQUIRE(counted.layers[0].live_activations == 72 + 8 + 2);
  REQUIRE(counted.layers[0].live_in_place == 82);
}

TEST_CASE("a convolution's numbers, by hand", "[arch]") {
  // 3 -> 8 channels, kernel 5, stride 2, on 9x9: 5x5 places, 3 * 25 * 8 weights.
  const Shape input{3, 9, 9};
  const LayerCount with_norm = count_of({.channels = 8, .kernel = 5, .stride = 2}, input);
  REQUIRE(with_norm.output == Shape{8, 5, 5});
  REQUIRE(with_norm.macs == 25 * 600);
  REQUIRE(with_norm.parameters == 600 + 16);
  REQUIRE(with_norm.weights == 600);
  REQUIRE(with_norm.biases == 8);
  REQUIRE(with_norm.weight_bytes_int8() == 600 + 32);
  REQUIRE(with_norm.weight_bytes_fp32() == 2432);
  REQUIRE(with_norm.live_activations == 243 + 200);
  const LayerCount with_bias =
      count_of({.channels = 8, .kernel = 5, .stride = 2, .batch_norm = false, .bias = true}, input);
  REQUIRE(with_bias.parameters == 600 + 8);
  REQUIRE(with_bias.macs == with_norm.macs);
  REQUIRE(with_bias.biases == 8);
  const LayerCount depthwise = count_of({.channels = 3, .kernel = 3, .groups = 3}, input);
  REQUIRE(depthwise.macs == 81 * 27);
  REQUIRE(depthwise.weights == 27);
}

TEST_CASE("a fully connected layer takes every number of its input", "[arch]") {
  const ArchCount counted =
      count({.name = "linear", .input = {2, 3, 4}, .classes = 5, .layers = {LinearSpec{.outputs = 5}}});
  REQUIRE(counted.macs == 120);
  REQUIRE(counted.parameters == 125);
  REQUIRE(counted.weight_bytes_int8 == 120 + 20);
  REQUIRE(counted.weight_bytes_fp32 == 500);
  REQUIRE(counted.peak_activation_bytes_int8 == 29);
  REQUIRE(counted.peak_activation_bytes_fp32 == 116);
}

TEST_CASE("inside a residual block its input stays in memory until the sum", "[arch]") {
  const ConvSpec wide{.channels = 12, .kernel = 1};
  const ConvSpec narrow{.channels = 2, .kernel = 1};
  const Shape input{2, 2, 2};  // 8 numbers; 48 in the middle
  ArchSpec spec{.name = "inverted",
                .input = input,
                .classes = 2,
                .layers = {BlockSpec{.body = {wide, wide, narrow}}, GlobalAveragePoolSpec{}}};
  const ArchCount counted = count(spec);
  REQUIRE(counted.layers.size() == 4);
  REQUIRE(counted.layers[0].name == "0.body.0");
  REQUIRE(counted.layers[0].live_activations == 8 + 48);  // the block's input is its own
  REQUIRE(counted.layers[1].live_activations == 48 + 48 + 8);
  REQUIRE(counted.layers[2].live_activations == 48 + 8 + 8);
  REQUIRE(counted.layers[3].name == "1");
  REQUIRE(counted.layers[3].live_activations == 8 + 2);
  REQUIRE(counted.peak_activation_bytes_int8 == 104);
  REQUIRE(counted.peak_activation_bytes_fp32 == 416);
  REQUIRE(counted.macs == 4 * (24 + 144 + 24));
}

TEST_CASE("a projection runs while the body's output waits for it", "[arch]") {
  const BlockSpec block{.body = {ConvSpec{.channels = 4, .kernel = 3, .stride = 2}},
                        .projection = ConvSpec{.channels = 4, .stride = 2}};
  const ArchCount counted = count(
      {.name = "projected", .input = {2, 4, 4}, .classes = 4, .layers = {block, GlobalAveragePoolSpec{}}});
  REQUIRE(counted.layers[1].name == "0.shortcut");
  REQUIRE(counted.layers[1].macs == 4 * 8);
  REQUIRE(counted.layers[1].live_activations == 32 + 16 + 16);
}

TEST_CASE("a block within a block keeps both inputs", "[arch]") {
  const ConvSpec keep{.channels = 3, .kernel = 1};
  const BlockSpec inner{.body = {keep, keep}};
  const BlockSpec outer{.body = {keep, inner}};
  const ArchCount counted = count({.name = "nested", .input = {3, 1, 1}, .classes = 3, .layers = {outer}});
  REQUIRE(counted.layers.size() == 3);
  REQUIRE(counted.layers[1].name == "0.body.1.body.0");
  REQUIRE(counted.layers[0].live_activations == 6);
  REQUIRE(counted.layers[1].live_activations == 9);
  REQUIRE(counted.layers[2].live_activations == 12);
}

TEST_CASE("the whole is the sum of its layers, and the peak their largest", "[arch]") {
  for (const std::string& name : arch_names()) {
    const ArchCount counted = count(*find_arch(name, {1, 28, 28}, 10));
    std::int64_t macs = 0;
    std::int64_t parameters = 0;
    std::int64_t int8 = 0;
    std::int64_t peak = 0;
    for (const LayerCount& layer : counted.layers) {
      macs += layer.macs;
      parameters += layer.parameters;
      int8 += layer.weight_bytes_int8();
      peak = std::max(peak, layer.live_activations);
    }
    REQUIRE(counted.macs == macs);
    REQUIRE(counted.parameters == parameters);
    REQUIRE(counted.weight_bytes_int8 == int8);
    REQUIRE(counted.peak_activation_bytes_int8 == peak);
    REQUIRE(counted.peak_activation_bytes_fp32 == 4 * peak);
    REQUIRE(counted.weight_bytes_int8 < counted.weight_bytes_fp32);
  }
}

TEST_CASE("a network that does not end in its classes is a fault of ours", "[arch]") {
  ArchSpec spec{.name = "wrong", .input = {1, 4, 4}, .classes = 3, .layers = {LinearSpec{.outputs = 3}}};
  REQUIRE(count(spec).macs == 48);
  spec.classes = 4;
  REQUIRE_THROWS_AS(count(spec), InternalError);
  spec.layers = {ConvSpec{.channels = 4}};
  REQUIRE_THROWS_AS(count(spec), InternalError);
  spec.layers = {};
  REQUIRE_THROWS_AS(count(spec), InternalError);
}
