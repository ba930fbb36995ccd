#include "arch/inverted_residual.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("an inverted residual widens, filters, squeezes and narrows", "[arch]") {
  const SqueezeExciteSpec squeeze{.squeezed = 8};
  const BlockSpec block = make_block({.inputs = 8,
                                      .expanded = 32,
                                      .outputs = 16,
                                      .kernel = 5,
                                      .stride = 2,
                                      .squeeze = squeeze,
                                      .activation = Activation::hard_swish,
                                      .norm_epsilon = 0.5});
  REQUIRE(block.body.size() == 4);
  REQUIRE(block.body[0] ==
          LayerSpec(ConvSpec{.channels = 32, .norm_epsilon = 0.5, .activation = Activation::hard_swish}));
  REQUIRE(block.body[1] == LayerSpec(ConvSpec{.channels = 32,
                                              .kernel = 5,
                                              .stride = 2,
                                              .groups = 32,
                                              .norm_epsilon = 0.5,
                                              .activation = Activation::hard_swish}));
  REQUIRE(block.body[2] == LayerSpec(squeeze));
  REQUIRE(block.body[3] ==
          LayerSpec(ConvSpec{.channels = 16, .norm_epsilon = 0.5, .activation = Activation::none}));
  REQUIRE(block.activation == Activation::none);
  REQUIRE_FALSE(block.shortcut);
  REQUIRE(output_shape(block, {8, 9, 9}) == Shape{16, 5, 5});
}

TEST_CASE("one that does not widen begins with its depthwise convolution", "[arch]") {
  const BlockSpec block =
      make_block({.inputs = 8, .expanded = 8, .outputs = 8, .widens = false, .shortcut = true});
  REQUIRE(block.body.size() == 2);
  REQUIRE(std::get<ConvSpec>(block.body[0]).groups == 8);
  REQUIRE(block.shortcut);
  REQUIRE(output_shape(block, {8, 4, 4}) == Shape{8, 4, 4});
}

TEST_CASE("a sum needs equal widths and no stride", "[arch]") {
  REQUIRE(keeps_shape({.inputs = 8, .outputs = 8}));
  REQUIRE_FALSE(keeps_shape({.inputs = 8, .outputs = 16}));
  REQUIRE_FALSE(keeps_shape({.inputs = 8, .outputs = 8, .stride = 2}));
}
