#include "nets/split_network.h"

#include "arch/catalog.h"
#include "arch/early_exit.h"
#include "nets/fold_batch_norm.h"
#include "quant/quantize.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::nets;

namespace {

/// With batch norms that do something.
Network network_of(const std::string& name, const arch::Shape& input) {
  Network network = build_network(*arch::find_arch(name, input, 10), SeedTree(1));
  const torch::NoGradGuard no_grad;
  network->train();
  network->forward(torch::randn({16, input.channels, input.height, input.width}));
  network->eval();
  return network;
}

}  // namespace

TEST_CASE("first layers and rest give the whole network's logits bit by bit, wherever it is cut", "[nets]") {
  torch::manual_seed(1);
  for (const std::string name : {"resnet-small", "separable-tiny", "mobilenet-v3-small-050"}) {
    const Network network = network_of(name, {3, 24, 24});
    const auto images = torch::randn({5, 3, 24, 24});
    const auto whole = inference_model(network).forward(images);
    const auto points = arch::split_points(network->spec());
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
      INFO(name << " after " << points[i].after);
      const InferenceModel cloud = split_model(network, points[i], std::nullopt);
      REQUIRE(torch::equal(cloud.forward(images), whole));
      REQUIRE(cloud.macs == points[i].macs_after);
    }
  }
}

TEST_CASE("an exit network's logits are its classifier's on the pooled features", "[nets]") {
  torch::manual_seed(2);
  const Network network = network_of("resnet-small", {1, 28, 28});
  const auto images = torch::randn({6, 1, 28, 28});
  for (const char* after : {"0", "2", "4"}) {
    const arch::SplitPoint point = arch::exit_point(network->spec(), after);
    const auto weight = torch::randn({10, point.output.channels});
    const auto bias = torch::randn({10});
    const auto pooled = pooled_features(network, point).forward(images);
    REQUIRE(pooled.sizes() == torch::IntArrayRef({6, point.output.channels}));
    const auto expected = torch::addmm(bias, pooled, weight.t());
    const InferenceModel exit = inference_model(exit_network(network, point, weight, bias));
    REQUIRE(torch::allclose(exit.forward(images), expected, 1e-4, 1e-4));
    REQUIRE(exit.macs == point.macs_before + 10 * point.output.channels);
  }
}

TEST_CASE("int8 features are off by half a step at most inside the range, and stay inside it", "[nets]") {
  const quant::Quantization code = quant::quantization_of({.lowest = -0.5F, .highest = 3.0F});
  const auto features = torch::linspace(-0.5, 3.0, 10001);
  const auto sent = through_int8(features, code);
  const double half_step = static_cast<double>(code.scale) / 2;
  // The zero point is an integer, so that the range's ends may lie up to half a step outside of the codes.
  REQUIRE((sent - features).abs().max().item<double>() <= 2 * half_step * (1 + 1e-5));
  const auto inner = features.slice(0, 10, 9990);
  REQUIRE((sent.slice(0, 10, 9990) - inner).abs().max().item<double>() <= half_step * (1 + 1e-4));
  REQUIRE(std::get<0>(at::_unique(sent)).numel() <= 256);
  REQUIRE(through_int8(torch::tensor({0.0F, 100.0F}), code)[0].item<float>() == 0.0F);
  REQUIRE(through_int8(torch::tensor({0.0F, 100.0F}), code)[1].item<float>() < 3.02F);
}

TEST_CASE("int8 features are the integers that the integer network would send", "[nets]") {
  torch::manual_seed(3);
  const quant::Quantization code = quant::quantization_of({.lowest = 0.0F, .highest = 6.1F});
  const auto features = 6 * torch::rand({1000});
  const auto sent = through_int8(features, code);
  int different = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    const auto steps = quant::quantized(features[i].item<float>(), code) - code.zero_point;
    if (std::abs(sent[i].item<float>() - code.scale * static_cast<float>(steps)) > 1e-5F) ++different;
  }
  REQUIRE(different == 0);
}
