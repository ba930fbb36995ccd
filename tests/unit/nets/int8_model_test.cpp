#include "nets/int8_model.h"

#include "arch/catalog.h"
#include "core/error.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::nets;

TEST_CASE("a network in integers gives about the logits of the network in floats", "[nets]") {
  torch::manual_seed(3);
  const Network network =
      build_network(arch::find_arch("separable-tiny", {1, 28, 28}, 10).value(), SeedTree(1));
  const auto images = torch::randn({64, 1, 28, 28});
  const InferenceModel integers = int8_model(network, images);
  REQUIRE((integers.name == "separable-tiny-int8" && integers.classes == 10 && integers.macs == 77368));
  const auto expected = inference_model(network).forward(images);
  const auto got = integers.forward(images);
  REQUIRE(got.sizes() == expected.sizes());
  const double spread = expected.max().item<double>() - expected.min().item<double>();
  REQUIRE((got - expected).abs().max().item<double>() < 0.1 * spread);
  // Integers: no more values than an int8 has.
  REQUIRE(std::get<0>(at::_unique(got)).numel() <= 256);
}

TEST_CASE("a layer without integer arithmetic is refused by its place", "[nets]") {
  const Network network =
      build_network(arch::find_arch("mobilenet-v3-small-050", {3, 32, 32}, 10).value(), SeedTree(1));
  REQUIRE_THROWS_AS(int8_model(network, torch::randn({2, 3, 32, 32})), Infeasible);
}
