#include "nets/fold_batch_norm.h"

#include <catch2/catch.hpp>

#include "arch/count.h"

using namespace hybrid;
using namespace hybrid::nets;

namespace {

/// Every kind of layer, with batch norm wherever it may be.
arch::ArchSpec spec_of_all_layers() {
  const auto conv = [](int channels, int kernel, int groups = 1) {
    return arch::ConvSpec{.channels = channels, .kernel = kernel, .groups = groups, .norm_epsilon = 0.01};
  };
  arch::ConvSpec biased = conv(8, 3);
  biased.bias = true;
  arch::ConvSpec plain = conv(8, 1);
  plain.batch_norm = false;
  arch::ConvSpec projection = conv(12, 1);
  projection.activation = arch::Activation::none;
  return {.name = "all",
          .input = {3, 8, 8},
          .classes = 5,
          .layers = {
              biased, arch::BlockSpec{.body = {conv(8, 3, 8), arch::SqueezeExciteSpec{.squeezed = 4}, plain}},
              arch::BlockSpec{.body = {conv(12, 3)}, .projection = projection},
              arch::BlockSpec{.body = {conv(12, 1)}, .shortcut = false, .activation = arch::Activation::none},
              arch::GlobalAveragePoolSpec{}, arch::LinearSpec{.outputs = 5}}};
}

/// Batch norms that are far from the identity, so that forgetting one shows.
Network trained_network() {
  torch::manual_seed(1);
  const torch::NoGradGuard no_grad;
  Network network = build_network(spec_of_all_layers(), SeedTree(1));
  for (const auto& module : network->modules())
    if (auto* norm = module->as<torch::nn::BatchNorm2d>()) {
      norm->weight.uniform_(0.5, 2.0);
      norm->bias.uniform_(-1.0, 1.0);
      norm->running_mean.uniform_(-1.0, 1.0);
      norm->running_var.uniform_(0.1, 3.0);
    } else if (auto* conv = module->as<torch::nn::Conv2d>(); conv != nullptr && conv->bias.defined()) {
      conv->bias.uniform_(-1.0, 1.0);
    }
  network->eval();
  return network;
}

}  // namespace

TEST_CASE("a folded network has no batch norm and gives the same logits", "[nets]") {
  const torch::NoGradGuard no_grad;
  Network network = trained_network();
  Network folded = fold_batch_norm(network);
  for (const auto& module : folded->modules()) REQUIRE(module->as<torch::nn::BatchNorm2d>() == nullptr);
  const auto images = torch::randn({7, 3, 8, 8});
  const auto expected = network(images);
  REQUIRE(expected.std().item<float>() > 0.1F);
  REQUIRE((folded(images) - expected).abs().max().item<float>() < 1e-5F);
}

TEST_CASE("folding leaves the network as it was, and shares nothing with it", "[nets]") {
  const torch::NoGradGuard no_grad;
  Network network = trained_network();
  const auto images = torch::randn({2, 3, 8, 8});
  const auto before = network(images);
  Network folded = fold_batch_norm(network);
  for (torch::Tensor parameter : folded->parameters()) parameter.zero_();
  REQUIRE(torch::equal(network(images), before));
}

TEST_CASE("a spec without batch norm costs the same, and doing it twice changes nothing", "[nets]") {
  const arch::ArchSpec spec = spec_of_all_layers();
  const arch::ArchSpec folded = without_batch_norm(spec);
  REQUIRE(count(folded).macs == count(spec).macs);
  REQUIRE(count(folded).weight_bytes_fp32 == count(spec).weight_bytes_fp32);
  REQUIRE_FALSE(folded == spec);
  REQUIRE(without_batch_norm(folded) == folded);
}
