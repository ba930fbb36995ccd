#include "arch/arch_spec.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("a convolution keeps the size and its stride divides it, rounding up", "[arch]") {
  REQUIRE(output_shape(ConvSpec{.channels = 8, .kernel = 3}, {1, 28, 28}) == Shape{8, 28, 28});
  REQUIRE(output_shape(ConvSpec{.channels = 8, .kernel = 5, .stride = 2}, {1, 28, 27}) == Shape{8, 14, 14});
  REQUIRE(output_shape(ConvSpec{.channels = 2, .kernel = 7, .stride = 3}, {1, 1, 4}) == Shape{2, 1, 2});
}

TEST_CASE("pooling and fully connected layers give vectors", "[arch]") {
  REQUIRE(output_shape(GlobalAveragePoolSpec{}, {16, 7, 5}) == Shape{16, 1, 1});
  REQUIRE(output_shape(LinearSpec{.outputs = 10}, {16, 7, 5}) == Shape{10, 1, 1});
}

TEST_CASE("a residual block has the shape of its body if the shortcut has it too", "[arch]") {
  const ConvSpec halving{.channels = 8, .kernel = 3, .stride = 2};
  const ConvSpec keeping{.channels = 8, .kernel = 3};
  const BlockSpec block{.body = {halving, keeping}, .projection = ConvSpec{.channels = 8, .stride = 2}};
  REQUIRE(output_shape(block, {4, 9, 9}) == Shape{8, 5, 5});
  REQUIRE(output_shape(BlockSpec{.body = {keeping}}, {8, 9, 9}) == Shape{8, 9, 9});
  REQUIRE_THROWS_AS(output_shape(BlockSpec{.body = {halving}}, {8, 9, 9}), InternalError);
  REQUIRE_THROWS_AS(output_shape(BlockSpec{.body = {keeping}}, {4, 9, 9}), InternalError);
  REQUIRE_THROWS_AS(output_shape(BlockSpec{.body = {halving}, .projection = keeping}, {8, 9, 9}),
                    InternalError);
  REQUIRE_THROWS_AS(output_shape(BlockSpec{}, {8, 9, 9}), InternalError);
}

TEST_CASE("layers that do not fit are a fault of ours", "[arch]") {
  const Shape input{6, 8, 8};
  const auto refused = [&](const ConvSpec& conv) {
    REQUIRE_THROWS_AS(output_shape(conv, input), InternalError);
    return true;
  };
  REQUIRE(refused({.channels = 0}));
  REQUIRE(refused({.channels = -1}));
  REQUIRE(refused({.channels = 4, .kernel = 2}));
  REQUIRE(refused({.channels = 4, .kernel = 0}));
  REQUIRE(refused({.channels = 4, .kernel = -1}));
  REQUIRE(refused({.channels = 4, .stride = 0}));
  REQUIRE(refused({.channels = 6, .groups = 0}));
  REQUIRE(refused({.channels = 8, .groups = 4}));
  REQUIRE(refused({.channels = 4, .groups = 3}));
  REQUIRE_THROWS_AS(output_shape(LinearSpec{.outputs = 0}, input), InternalError);
  REQUIRE_THROWS_AS(output_shape(GlobalAveragePoolSpec{}, {0, 8, 8}), InternalError);
  REQUIRE_THROWS_AS(output_shape(LinearSpec{.outputs = 1}, {6, -8, -8}), InternalError);
}

TEST_CASE("specs are compared by value, nested ones too", "[arch]") {
  const auto block = [](int channels) {
    return LayerSpec(BlockSpec{.body = {BlockSpec{.body = {ConvSpec{.channels = channels}}}}});
  };
  REQUIRE(block(4) == block(4));
  REQUIRE(block(4) != block(5));
  REQUIRE(block(4) != LayerSpec(ConvSpec{.channels = 4}));
}

TEST_CASE("a shape is written channels first", "[arch]") {
  REQUIRE(to_string(Shape{16, 14, 7}) == "16x14x7");
  REQUIRE(Shape{16, 14, 7}.elements() == 16 * 14 * 7);
}

TEST_CASE("an epsilon is set in every batch norm, and nothing else changes", "[arch]") {
  const ConvSpec conv{.channels = 4};
  const ConvSpec bare{.channels = 4, .batch_norm = false};
  const ArchSpec spec{
      .name = "norms",
      .input = {4, 2, 2},
      .classes = 4,
      .layers = {conv, BlockSpec{.body = {conv, bare}, .projection = conv}, GlobalAveragePoolSpec{}}};
  ConvSpec changed = conv;
  changed.norm_epsilon = 0.25;
  ArchSpec expected = spec;
  expected.layers = {changed, BlockSpec{.body = {changed, bare}, .projection = changed},
                     GlobalAveragePoolSpec{}};
  REQUIRE(with_norm_epsilon(spec, 0.25) == expected);
  REQUIRE_THROWS_AS(with_norm_epsilon(spec, 0.0), InternalError);
}
