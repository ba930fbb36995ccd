#include "weights/dialects.h"

#include <catch2/catch.hpp>
#include <map>

#include "arch/catalog.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid::weights {
namespace {

using Listed = std::map<std::string, TensorShape>;

/// What tests/peers/weights/list_tensors.py wrote of the library's own network.
Listed read_list(const std::string& file) {
  Listed listed;
  const std::string content =
      read_file(std::filesystem::path(HYBRID_TEST_DATA) / "unit/weights/names" / (file + ".txt"));
  for (const std::string& line : split(content, '\n')) {
    if (line.empty()) continue;
    const std::size_t space = line.find(' ');
    for (const std::string& tensor : split(line.substr(space + 1), ',')) {
      TensorShape shape;
      std::string leaf;
      for (const std::string& word : split(tensor, ' '))
        if (const auto size = parse_integer(word))
          shape.push_back(*size);
        else
          leaf += word;
      listed[line.substr(0, space) + "." + leaf] = shape;
    }
  }
  return listed;
}

Listed names_of(Dialect dialect, const std::string& model) {
  Listed listed;
  const auto names = tensor_names(dialect, arch::find_arch(model).value());
  REQUIRE(names);
  for (const TensorName& name : *names) {
    REQUIRE(!listed.contains(name.theirs));
    listed[name.theirs] = name.their_shape;
  }
  return listed;
}

TEST_CASE("names and shapes are those of timm's and torchvision's own networks", "[weights]") {
  const auto [dialect, theirs, ours] = GENERATE(table<Dialect, std::string, std::string>({
      {Dialect::timm, "timm-mobilenetv2_035", "mobilenet-v2-035"},
      {Dialect::timm, "timm-mobilenetv2_100", "mobilenet-v2-100"},
      {Dialect::timm, "timm-mobilenetv3_small_050", "mobilenet-v3-small-050"},
      {Dialect::timm, "timm-mobilenetv3_small_100", "mobilenet-v3-small-100"},
      {Dialect::timm, "timm-mobilenetv3_large_100", "mobilenet-v3-large-100"},
      {Dialect::timm, "timm-efficientnet_b0", "efficientnet-b0"},
      {Dialect::timm, "timm-efficientnet_b3", "efficientnet-b3"},
      {Dialect::torchvision, "torchvision-mobilenet_v2", "mobilenet-v2-100"},
      {Dialect::torchvision, "torchvision-mobilenet_v3_small", "mobilenet-v3-small-100"},
      {Dialect::torchvision, "torchvision-mobilenet_v3_large", "mobilenet-v3-large-100"},
      {Dialect::torchvision, "torchvision-efficientnet_b0", "efficientnet-b0"},
      {Dialect::torchvision, "torchvision-efficientnet_b3", "efficientnet-b3"},
  }));
  INFO(theirs);
  const Listed expected = read_list(theirs);
  REQUIRE(expected.size() > 200);
  REQUIRE(names_of(dialect, ours) == expected);
}

TEST_CASE("Once-for-All's names are those of its code", "[weights]") {
  const Listed names = names_of(Dialect::mcunet, "mass-67");
  const TensorShape wide{960, 160, 1, 1};
  REQUIRE(names.at("first_conv.conv.weight") == TensorShape{16, 3, 3, 3});
  REQUIRE(names.contains("blocks.0.mobile_inverted_conv.depth_conv.bn.running_var"));
  REQUIRE(!names.contains("blocks.0.mobile_inverted_conv.inverted_bottleneck.conv.weight"));
  REQUIRE(names.contains("blocks.3.mobile_inverted_conv.depth_conv.se.fc.reduce.bias"));
  REQUIRE(names.contains("blocks.3.mobile_inverted_conv.depth_conv.se.fc.expand.weight"));
  REQUIRE(names.at("final_expand_layer.conv.weight") == wide);
  REQUIRE(names.at("feature_mix_layer.conv.weight") == TensorShape{1280, 960, 1, 1});
  REQUIRE(names.at("classifier.linear.weight") == TensorShape{1000, 1280});
}

TEST_CASE("the zoo's ProxylessNAS has its last convolution in the mix layer", "[weights]") {
  const Listed names = names_of(Dialect::mcunet, "proxyless-mobile");
  REQUIRE(names.at("feature_mix_layer.conv.weight") == TensorShape{1280, 320, 1, 1});
  REQUIRE(names.contains("feature_mix_layer.bn.weight"));
  REQUIRE(!names.contains("final_expand_layer.conv.weight"));
}

TEST_CASE("our own names are places, in every network", "[weights]") {
  for (const std::string& model : arch::arch_names()) {
    INFO(model);
    const auto names = tensor_names(Dialect::ours, arch::find_arch(model).value());
    for (const TensorName& name : *names) {
      REQUIRE(name.theirs == name.ours);
      REQUIRE(name.our_shape == name.their_shape);
    }
  }
  const auto names = *tensor_names(Dialect::ours, arch::find_arch("mass-67").value());
  REQUIRE(names.front().ours == "layers.0.conv.weight");
  REQUIRE(names[1].ours == "layers.0.norm.weight");
  REQUIRE(names.back().ours.ends_with(".bias"));
}

TEST_CASE("a library has no names for a network it does not have", "[weights]") {
  for (const Dialect dialect : {Dialect::mcunet, Dialect::timm, Dialect::torchvision})
    for (const char* model : {"linear", "resnet-20", "separable-tiny"})
      REQUIRE(!tensor_names(dialect, arch::find_arch(model).value()));
  REQUIRE(!tensor_names(Dialect::timm, arch::find_arch("mcunet-5fps").value()));
  REQUIRE(!tensor_names(Dialect::timm, arch::find_arch("mass-600").value()));
  REQUIRE(!tensor_names(Dialect::mcunet, arch::find_arch("mobilenet-v3-small-100").value()));
}

TEST_CASE("dialects are found by their words and by what only they say", "[weights]") {
  for (const std::string& name : dialect_names()) REQUIRE(name_of(find_dialect(name).value()) == name);
  REQUIRE(!find_dialect("keras"));
  const auto detect = [](const std::string& name) {
    return detect_dialect(std::vector{make_tensor(name, {1}, {0})});
  };
  REQUIRE(detect("layers.0.conv.weight") == Dialect::ours);
  REQUIRE(detect("first_conv.conv.weight") == Dialect::mcunet);
  REQUIRE(detect("conv_stem.weight") == Dialect::timm);
  REQUIRE(detect("features.0.0.weight") == Dialect::torchvision);
  REQUIRE(!detect("conv1.weight"));
}

TEST_CASE("stages cover all blocks, each once", "[weights]") {
  for (const int blocks : {11, 15, 16, 17, 23, 26, 32, 39, 45, 55}) {
    StagePlace before{.stage = 0, .index = -1};
    for (int block = 0; block < blocks; ++block) {
      const StagePlace place = find_stage(block, blocks).value();
      const bool next_in_stage = place.stage == before.stage && place.index == before.index + 1;
      const bool next_stage = place.stage == before.stage + 1 && place.index == 0;
      REQUIRE((next_in_stage || next_stage));
      before = place;
    }
    REQUIRE(before.stage + 1 == before.stages);
    REQUIRE_THROWS_AS(find_stage(blocks, blocks), InternalError);
  }
  REQUIRE(!find_stage(0, 14));
}

}  // namespace
}  // namespace hybrid::weights
