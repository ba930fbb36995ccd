#include "quant/graph.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::quant;
using hybrid::test::error_message;

namespace {

arch::ArchSpec network(std::vector<arch::LayerSpec> layers) {
  layers.push_back(arch::GlobalAveragePoolSpec{});
  layers.push_back(arch::LinearSpec{.outputs = 3});
  return {.name = "small", .input = {2, 4, 6}, .classes = 3, .layers = std::move(layers)};
}

}  // namespace

TEST_CASE("a block becomes its body, its projection and a sum", "[quant]") {
  const arch::BlockSpec block{
      .body = {arch::ConvSpec{.channels = 4, .stride = 2},
               arch::ConvSpec{.channels = 4, .activation = arch::Activation::none}},
      .projection = arch::ConvSpec{.channels = 4, .stride = 2, .activation = arch::Activation::none},
      .activation = arch::Activation::relu6};
  const Graph graph = lower(network({block}));
  REQUIRE(graph.tensors ==
          std::vector<arch::Shape>{{2, 4, 6}, {4, 2, 3}, {4, 2, 3}, {4, 2, 3}, {4, 2, 3}, {4}, {3}});
  REQUIRE(std::get<Convolution>(graph.operations[0]).name == "layers.0.body.0");
  REQUIRE(std::get<Convolution>(graph.operations[1]).name == "layers.0.body.1");
  const auto& shortcut = std::get<Convolution>(graph.operations[2]);
  REQUIRE(shortcut.name == "layers.0.shortcut");
  REQUIRE(shortcut.input == 0);
  const auto& sum = std::get<Sum>(graph.operations[3]);
  REQUIRE(sum.left == 2);
  REQUIRE(sum.right == 3);
  REQUIRE(sum.activation == arch::Activation::relu6);
  const auto& linear = std::get<Convolution>(graph.operations[5]);
  REQUIRE(linear.name == "layers.2");
  REQUIRE(linear.fully_connected);
}

TEST_CASE("without a shortcut the block's activation moves into its last convolution", "[quant]") {
  const arch::ConvSpec plain{.channels = 4, .activation = arch::Activation::none};
  const Graph graph = lower(network({arch::BlockSpec{
      .body = {plain}, .shortcut = false, .projection = {}, .activation = arch::Activation::relu}}));
  REQUIRE(std::get<Convolution>(graph.operations[0]).spec.activation == arch::Activation::relu);
  const arch::ConvSpec active{.channels = 4, .activation = arch::Activation::relu6};
  REQUIRE(
      error_message<Infeasible>([&] {
        lower(network({arch::BlockSpec{
            .body = {active}, .shortcut = false, .projection = {}, .activation = arch::Activation::relu}}));
      }).starts_with("layers.0 has an activation that follows another layer's; "));
}

TEST_CASE("a fully connected layer reads the flattened image", "[quant]") {
  const Graph graph =
      lower({.name = "flat", .input = {2, 4, 6}, .classes = 3, .layers = {arch::LinearSpec{.outputs = 3}}});
  REQUIRE(input_of(graph, std::get<Convolution>(graph.operations[0])) == arch::Shape{48, 1, 1});
}

TEST_CASE("what has no integer arithmetic is named with its place", "[quant]") {
  REQUIRE(error_message<Infeasible>([] {
            lower(network({arch::ConvSpec{.channels = 4, .activation = arch::Activation::hard_swish}}));
          }) ==
          "layers.0 has a hard swish; int8 inference knows convolutions, sums, means and fully connected "
          "layers with relu, relu6 or no activation");
  const auto refused = [](std::vector<arch::LayerSpec> layers, const char* start) {
    return error_message<Infeasible>([&] { lower(network(layers)); }).starts_with(start);
  };
  REQUIRE(refused({arch::SqueezeExciteSpec{.squeezed = 2}}, "layers.0 has a squeeze-and-excite"));
  REQUIRE(refused(
      {arch::BlockSpec{.body = {arch::ConvSpec{.channels = 2}, arch::SqueezeExciteSpec{.squeezed = 2}},
                       .projection = {}}},
      "layers.0.body.1 has a squeeze-and-excite"));
  REQUIRE(refused({arch::ConvSpec{.channels = 4}, arch::BlockSpec{.body = {arch::ConvSpec{.channels = 4}},
                                                                  .projection = {},
                                                                  .activation = arch::Activation::silu}},
                  "layers.1 has a silu"));
  REQUIRE(
      refused({arch::LinearSpec{.outputs = 4, .activation = arch::Activation::silu}}, "layers.0 has a silu"));
}

TEST_CASE("a graph that does not end in its classes is a fault of ours", "[quant]") {
  REQUIRE_THROWS_AS(
      lower({.name = "x", .input = {1, 2, 2}, .classes = 3, .layers = {arch::LinearSpec{.outputs = 2}}}),
      InternalError);
}

TEST_CASE("the catalog's networks without squeeze-and-excite can be lowered", "[quant]") {
  for (const char* name : {"mcunet-5fps", "mcunet-320kb", "separable-tiny", "resnet-small"})
    REQUIRE(lower(*arch::find_arch(name, {3, 32, 32}, 10)).tensors.back() == arch::Shape{10});
}
