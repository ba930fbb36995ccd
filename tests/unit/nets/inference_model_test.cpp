#include "nets/inference_model.h"

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "arch/count.h"

using namespace hybrid;
using namespace hybrid::nets;

namespace {

Network network_of(std::uint64_t seed = 1) {
  return build_network(*arch::find_arch("separable-tiny", {1, 12, 12}, 10), SeedTree(seed));
}

torch::Tensor images_of(std::int64_t count) {
  torch::manual_seed(7);
  return torch::randn({count, 1, 12, 12});
}

}  // namespace

TEST_CASE("an inference model gives the logits of its network in evaluation mode", "[nets]") {
  Network network = network_of();
  for (int i = 0; i < 3; ++i) network(images_of(16));  // moves the running statistics
  const InferenceModel model = inference_model(network);
  REQUIRE(network->is_training());
  REQUIRE(model.name == "separable-tiny");
  REQUIRE(model.input == arch::Shape{1, 12, 12});
  REQUIRE(model.classes == 10);
  REQUIRE(model.macs == count(network->spec()).macs);
  network->eval();
  const torch::NoGradGuard no_grad;
  const auto logits = model.forward(images_of(9));
  REQUIRE(logits.sizes() == torch::IntArrayRef({9, 10}));
  REQUIRE((logits - network(images_of(9))).abs().max().item<float>() < 1e-5F);
}

TEST_CASE("an inference model is a copy: training its network on does not change it", "[nets]") {
  Network network = network_of();
  const InferenceModel model = inference_model(network);
  const auto before = model.forward(images_of(4));
  const torch::NoGradGuard no_grad;
  for (torch::Tensor parameter : network->parameters()) parameter.add_(1.0);
  REQUIRE(torch::equal(model.forward(images_of(4)), before));
}

TEST_CASE("an image's logits do not depend on its batch, and may be the targets of a loss", "[nets]") {
  const InferenceModel model = inference_model(network_of());
  const auto all = model.forward(images_of(64));
  REQUIRE_FALSE(all.requires_grad());
  for (const std::int64_t i : {0, 1, 40, 63})
    REQUIRE(
        (model.forward(images_of(64).slice(0, i, i + 1)) - all.slice(0, i, i + 1)).abs().max().item<float>() <
        1e-5F);
  const auto weight = torch::ones({10}, torch::requires_grad());
  (all * weight).sum().backward();
  REQUIRE((weight.grad() - all.sum(0)).abs().max().item<float>() < 1e-4F);
}

TEST_CASE("an inference model in bf16 is near fp32 and says which it is", "[nets]") {
  const Network network = network_of();
  const auto exact = inference_model(network).forward(images_of(32));
  const InferenceModel model = inference_model(network, config::Precision::bf16);
  const auto rough = model.forward(images_of(32));
  REQUIRE(model.precision == config::Precision::bf16);
  REQUIRE(rough.scalar_type() == torch::kFloat32);
  const float difference = (rough - exact).abs().max().item<float>();
  REQUIRE(difference > 0.0F);
  REQUIRE(difference < 0.05F * exact.abs().max().item<float>());
}
