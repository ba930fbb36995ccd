#include "nets/feature_link.h"

#include "arch/catalog.h"
#include "arch/split_points.h"
#include "core/error.h"
#include "nets/split_network.h"
#include "quant/quantize.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::nets;

namespace {

Network small_network() {
  Network network = build_network(*arch::find_arch("resnet-small", {1, 28, 28}, 10), SeedTree(1));
  network->eval();
  return network;
}

InferenceModel behind(const Network& network, const arch::SplitPoint& point,
                      std::shared_ptr<FeatureLink> link) {
  return split_model_with_link(network, point,
                               [link = std::move(link)](const torch::Tensor& f) { return link->send(f); });
}

}  // namespace

TEST_CASE("what arrives of features is what quantising alone makes of them, in the same layout", "[nets]") {
  torch::manual_seed(1);
  const quant::Quantization code = quant::quantization_of({.lowest = -1.0F, .highest = 3.0F});
  FeatureLink link(code);
  const auto features = torch::randn({4, 6, 5, 5}).contiguous(at::MemoryFormat::ChannelsLast);
  const auto before = features.clone();
  const auto arrived = link.send(features);
  REQUIRE(arrived.sizes() == features.sizes());
  REQUIRE(arrived.is_contiguous(at::MemoryFormat::ChannelsLast));
  REQUIRE(torch::allclose(arrived, through_int8(features, code), 0, 1e-6));
  REQUIRE(torch::equal(features, before));
  REQUIRE(link.payload_bytes().size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    REQUIRE(link.payload_bytes()[i] >= link.entropy_bytes()[i]);
    REQUIRE(link.payload_bytes()[i] <= 150 + 10);  // stored as they are, at worst
  }
}

TEST_CASE("images are counted in the order in which they are sent", "[nets]") {
  FeatureLink link(quant::quantization_of({.lowest = 0.0F, .highest = 1.0F}));
  link.send(torch::zeros({1, 1000}));
  link.send(torch::stack({torch::rand({1000}), torch::zeros({1000})}));
  const auto& bytes = link.payload_bytes();
  REQUIRE(bytes.size() == 3);
  REQUIRE(bytes[0] == bytes[2]);
  REQUIRE(bytes[0] < bytes[1]);
  REQUIRE(link.entropy_bytes()[0] == 0);
}

TEST_CASE("a split at the input gives what the whole network gives for a quantised input", "[nets]") {
  torch::manual_seed(2);
  const Network network = small_network();
  const arch::SplitPoint input = arch::split_points(network->spec()).front();
  const quant::Quantization code = quant::quantization_of({.lowest = -2.0F, .highest = 2.0F});
  const auto images = torch::randn({6, 1, 28, 28});
  const InferenceModel cloud = behind(network, input, std::make_shared<FeatureLink>(code));
  REQUIRE(torch::allclose(cloud.forward(images), inference_model(network).forward(through_int8(images, code)),
                          1e-5, 1e-5));
  REQUIRE(cloud.macs == inference_model(network).macs);
}

TEST_CASE("behind the link the logits are those behind quantised features, wherever it is cut", "[nets]") {
  torch::manual_seed(3);
  Network network = small_network();
  const auto images = torch::randn({5, 1, 28, 28});
  const auto points = arch::split_points(network->spec());
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const quant::Quantization code = quant::quantization_of(feature_range(network, points[i], images));
    auto link = std::make_shared<FeatureLink>(code);
    const auto logits = behind(network, points[i], link).forward(images);
    REQUIRE(torch::allclose(logits, split_model(network, points[i], code).forward(images), 1e-3, 1e-3));
    REQUIRE(link->payload_bytes().size() == 5);
  }
}

TEST_CASE("a range is widened by features, and features that are not finite are refused", "[nets]") {
  Network network = small_network();
  const arch::SplitPoint input = arch::split_points(network->spec()).front();
  const auto range = [&](float low, float high, quant::Range seen) {
    auto images = torch::zeros({1, 1, 28, 28});
    images[0][0][0][0] = low;
    images[0][0][0][1] = high;
    return feature_range(network, input, images, seen);
  };
  REQUIRE(range(-1, 2, {}) == quant::Range{-1, 2});
  REQUIRE(range(1, 2, {-3, 0}) == quant::Range{-3, 2});
  REQUIRE_THROWS_AS(range(0, INFINITY, {}), Infeasible);
  REQUIRE_THROWS_AS(range(0, NAN, {}), Infeasible);
}
