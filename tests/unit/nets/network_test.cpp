#include "nets/network.h"

#include <catch2/catch.hpp>
#include <set>

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/error.h"

using namespace hybrid;
using namespace hybrid::nets;

namespace {

arch::ArchSpec catalog_arch(const std::string& name, arch::Shape input = {1, 28, 28}) {
  return *find_arch(name, input, 10);
}

bool same_weights(const Network& a, const Network& b) {
  const auto left = a->parameters();
  const auto right = b->parameters();
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!torch::equal(left[i], right[i])) return false;
  return left.size() == right.size();
}

torch::Tensor parameter(const Network& network, const std::string& name) {
  const auto* found = network->named_parameters().find(name);
  REQUIRE(found != nullptr);
  return found->detach();
}

/// The smallest network of every family.
const std::vector<std::string> kOfEachFamily{"linear",    "resnet-small",           "separable-tiny",
                                             "resnet-20", "mobilenet-v2-035",       "mcunet-10fps",
                                             "mass-67",   "mobilenet-v3-small-050", "efficientnet-b0"};

}  // namespace

TEST_CASE("a network has the parameters its architecture counts", "[nets]") {
  for (const std::string& name : kOfEachFamily)
    for (const arch::Shape input : {arch::Shape{1, 28, 28}, arch::Shape{3, 12, 9}}) {
      const arch::ArchSpec spec = catalog_arch(name, input);
      REQUIRE(parameter_count(Network(spec)) == count(spec).parameters);
    }
}

TEST_CASE("parameters are named by the places that the count names", "[nets]") {
  for (const std::string& name : kOfEachFamily) {
    const arch::ArchSpec spec = catalog_arch(name);
    std::set<std::string> places;
    for (const auto& item : Network(spec)->named_parameters()) {
      std::string place = item.key();
      place = place.substr(0, place.rfind('.'));
      for (const std::string ending : {".conv", ".norm", ".reduce", ".expand"})
        if (place.ends_with(ending)) place.resize(place.size() - ending.size());
      places.insert(place);
    }
    std::set<std::string> counted;
    for (const arch::LayerCount& layer : count(spec).layers)
      if (layer.parameters > 0) counted.insert("layers." + layer.name);
    REQUIRE(places == counted);
  }
}

TEST_CASE("every layer gives the shape that the count says", "[nets]") {
  const arch::ArchSpec spec = catalog_arch("resnet-small", {2, 13, 10});
  const arch::ArchCount counted = count(spec);
  arch::ArchSpec cut = spec;
  while (cut.layers.size() > 1) {
    arch::Shape shape = cut.input;
    for (const arch::LayerSpec& layer : cut.layers) shape = arch::output_shape(layer, shape);
    Network network(cut);
    network->eval();
    const auto out = network(torch::zeros({3, 2, 13, 10}));
    REQUIRE(out.sizes() == torch::IntArrayRef({3, shape.elements()}));
    cut.layers.pop_back();
  }
  REQUIRE(counted.layers.back().output == arch::Shape{10, 1, 1});
}

TEST_CASE("equal seeds give equal weights whatever LibTorch's generator has done, others give others",
          "[nets]") {
  const arch::ArchSpec spec = catalog_arch("separable-tiny");
  const Network first = build_network(spec, SeedTree(1));
  torch::manual_seed(123);
  torch::rand({7});
  REQUIRE(same_weights(first, build_network(spec, SeedTree(1))));
  REQUIRE_FALSE(same_weights(first, build_network(spec, SeedTree(2))));
}

TEST_CASE("weights start as He et al. say, norms as the identity and biases at zero", "[nets]") {
  const Network network = build_network(catalog_arch("resnet-small"), SeedTree(1));
  const auto conv = parameter(network, "layers.2.body.0.conv.weight");  // 64 channels out, 3x3
  REQUIRE(conv.std().item<double>() == Approx(std::sqrt(2.0 / (64 * 9))).epsilon(0.02));
  REQUIRE(conv.mean().item<double>() == Approx(0.0).margin(0.002));
  REQUIRE(parameter(network, "layers.2.body.0.norm.weight").eq(1).all().item<bool>());
  REQUIRE(parameter(network, "layers.2.body.0.norm.bias").eq(0).all().item<bool>());
  const auto linear = parameter(network, "layers.5.weight");  // 64 inputs
  REQUIRE(linear.abs().max().item<double>() <= 0.125);
  REQUIRE(linear.abs().max().item<double>() > 0.12);
  REQUIRE(parameter(network, "layers.5.bias").eq(0).all().item<bool>());
  const Network tiny = build_network(catalog_arch("separable-tiny"), SeedTree(1));
  const auto depthwise = parameter(tiny, "layers.3.conv.weight");  // 16 channels out
  REQUIRE(depthwise.std().item<double>() == Approx(std::sqrt(2.0 / (16 * 9))).epsilon(0.2));
}

TEST_CASE("a convolution, a pooling and a fully connected layer compute what they should", "[nets]") {
  const arch::ArchSpec spec{.name = "by hand",
                            .input = {1, 2, 2},
                            .classes = 2,
                            .layers = {arch::ConvSpec{.channels = 2, .batch_norm = false, .bias = true},
                                       arch::GlobalAveragePoolSpec{}, arch::LinearSpec{.outputs = 2}}};
  Network network(spec);
  const torch::NoGradGuard no_grad;
  parameter(network, "layers.0.conv.weight").copy_(torch::tensor({2.0F, -1.0F}).view({2, 1, 1, 1}));
  parameter(network, "layers.0.conv.bias").copy_(torch::tensor({0.5F, 3.0F}));
  parameter(network, "layers.2.weight").copy_(torch::tensor({1.0F, 10.0F, 0.0F, 1.0F}).view({2, 2}));
  parameter(network, "layers.2.bias").copy_(torch::tensor({0.25F, 0.0F}));
  // 1 2 3 4 -> relu(2x + .5) = 2.5 4.5 6.5 8.5, mean 5.5; relu(3 - x) = 2 1 0 0, mean .75
  const auto logits = network(torch::arange(1.0F, 5.0F).view({1, 1, 2, 2}));
  REQUIRE(torch::allclose(logits, torch::tensor({{5.5F + 7.5F + 0.25F, 0.75F}})));
}

TEST_CASE("a residual block adds its shortcut", "[nets]") {
  const arch::ConvSpec plain{
      .channels = 2, .batch_norm = false, .bias = true, .activation = arch::Activation::none};
  const arch::ArchSpec identity{
      .name = "identity",
      .input = {2, 1, 1},
      .classes = 2,
      .layers = {arch::BlockSpec{.body = {plain}, .activation = arch::Activation::none},
                 arch::LinearSpec{.outputs = 2}}};
  arch::ArchSpec projected = identity;
  std::get<arch::BlockSpec>(projected.layers[0]).projection = plain;
  const torch::NoGradGuard no_grad;
  const auto run = [](const arch::ArchSpec& spec) {
    Network network(spec);
    for (auto& item : network->named_parameters())
      item.key().find("weight") != std::string::npos ? item.value().fill_(3.0F) : item.value().zero_();
    parameter(network, "layers.1.weight").copy_(torch::eye(2));
    return network(torch::tensor({1.0F, -4.0F}).view({1, 2, 1, 1}));
  };
  REQUIRE(torch::allclose(run(identity), torch::tensor({{-9.0F + 1.0F, -9.0F - 4.0F}})));
  REQUIRE(torch::allclose(run(projected), torch::tensor({{-18.0F, -18.0F}})));
}

TEST_CASE("every parameter of every network is reached by the gradient", "[nets]") {
  for (const std::string& name : kOfEachFamily) {
    Network network = build_network(catalog_arch(name), SeedTree(1));
    torch::manual_seed(1);
    network(torch::randn({4, 1, 28, 28})).pow(2).sum().backward();
    for (const auto& item : network->named_parameters()) {
      INFO(name << ": " << item.key());
      REQUIRE(item.value().grad().defined());
      REQUIRE(item.value().grad().isfinite().all().item<bool>());
      REQUIRE(item.value().grad().abs().sum().item<double>() > 0.0);
    }
  }
}

TEST_CASE("a spec whose layers do not fit is a fault of ours", "[nets]") {
  const arch::ArchSpec even{.name = "even",
                            .input = {1, 4, 4},
                            .classes = 4,
                            .layers = {arch::ConvSpec{.channels = 4, .kernel = 2}}};
  REQUIRE_THROWS_AS(Network(even), InternalError);
}
