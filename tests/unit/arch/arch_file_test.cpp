#include "arch/arch_file.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::arch;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

json conv(int inputs, int outputs, int kernel, int stride, const char* activation) {
  return {{"name", "ConvLayer"},
          {"kernel_size", kernel},
          {"stride", stride},
          {"dilation", 1},
          {"groups", 1},
          {"bias", false},
          {"has_shuffle", false},
          {"in_channels", inputs},
          {"out_channels", outputs},
          {"use_bn", true},
          {"act_func", activation},
          {"dropout_rate", 0},
          {"ops_order", "weight_bn_act"}};
}

json identity(int channels) {
  return {{"name", "IdentityLayer"},     {"in_channels", {channels}},
          {"out_channels", {channels}},  {"use_bn", false},
          {"act_func", nullptr},         {"dropout_rate", 0},
          {"ops_order", "weight_bn_act"}};
}

json block(const json& inverted, const json& shortcut) {
  return {
      {"name", "MobileInvertedResidualBlock"}, {"mobile_inverted_conv", inverted}, {"shortcut", shortcut}};
}

json inverted(int inputs, int outputs, int stride, int ratio) {
  return {{"name", "MBInvertedConvLayer"},
          {"in_channels", inputs},
          {"out_channels", outputs},
          {"kernel_size", 3},
          {"stride", stride},
          {"expand_ratio", ratio},
          {"mid_channels", nullptr},
          {"act_func", "relu6"},
          {"use_se", false}};
}

/// 3 -> 8 -> 16 -> 16 channels, then the logits.
json zoo_network() {
  return {
      {"name", "ProxylessNASNets"},
      {"bn", {{"momentum", 0.1}, {"eps", 0.001}, {"ws_eps", nullptr}}},
      {"first_conv", conv(3, 8, 3, 2, "relu6")},
      {"blocks",
       {block(inverted(8, 16, 2, 4), nullptr), block({{"name", "ZeroLayer"}, {"stride", 1}}, identity(16)),
        block(inverted(16, 16, 1, 3), identity(16))}},
      {"feature_mix_layer", nullptr},
      {"classifier",
       {{"name", "LinearLayer"},
        {"in_features", 16},
        {"out_features", 12},
        {"bias", true},
        {"use_bn", false},
        {"act_func", nullptr},
        {"dropout_rate", 0.2},
        {"ops_order", "weight_bn_act"}}},
      {"resolution", 20}};
}

json once_for_all_network() {
  json network = zoo_network();
  network["name"] = "MobileNetV3";
  network.erase("resolution");
  network["blocks"][2]["mobile_inverted_conv"]["use_se"] = true;
  network["final_expand_layer"] = conv(16, 32, 1, 1, "h_swish");
  network["feature_mix_layer"] = conv(32, 48, 1, 1, "h_swish");
  network["feature_mix_layer"]["use_bn"] = false;
  network["classifier"]["in_features"] = 48;
  return network;
}

/// What reading the changed zoo network complains of. `path` is a JSON pointer.
std::string complaint(const std::string& path, const json& value) {
  json network = zoo_network();
  network[json::json_pointer(path)] = value;
  const test::TemporaryFolder folder;
  const auto file = folder.file("net.json", network.dump());
  return test::error_message<DataError>([&] { read_arch_file(file); });
}

}  // namespace

TEST_CASE("a zoo network is read with its own resolution and classes, or with others", "[arch]") {
  const test::TemporaryFolder folder;
  const auto file = folder.file("tiny_zoo.json", zoo_network().dump());
  const ArchSpec spec = read_arch_file(file);
  REQUIRE(spec.name == "tiny_zoo");
  REQUIRE(spec.input == Shape{3, 20, 20});
  REQUIRE(spec.classes == 12);
  REQUIRE(spec.layers.size() == 5);  // the block that does nothing is none
  const auto& stem = std::get<ConvSpec>(spec.layers[0]);
  REQUIRE(
      stem ==
      ConvSpec{
          .channels = 8, .kernel = 3, .stride = 2, .norm_epsilon = 0.001, .activation = Activation::relu6});
  REQUIRE_FALSE(std::get<BlockSpec>(spec.layers[1]).shortcut);
  REQUIRE(std::get<BlockSpec>(spec.layers[2]).shortcut);
  REQUIRE(std::get<ConvSpec>(std::get<BlockSpec>(spec.layers[1]).body[1]).groups == 32);
  REQUIRE(count(spec).layers.back().output == Shape{12, 1, 1});

  const ArchSpec other = read_arch_file(file, Shape{3, 9, 7}, 5);
  REQUIRE(other.input == Shape{3, 9, 7});
  REQUIRE(other.classes == 5);
  REQUIRE(count(other).layers.back().output == Shape{5, 1, 1});
}

TEST_CASE("a Once-for-All network pools before its feature mix and is named after its folder", "[arch]") {
  const test::TemporaryFolder folder;
  const auto file = folder.file("fast-net/net.config", once_for_all_network().dump());
  REQUIRE_THAT(test::error_message<DataError>([&] { read_arch_file(file); }),
               Contains("no run.config beside it; give a resolution"));
  folder.file("fast-net/run.config", R"({"image_size": 40})");
  const ArchSpec spec = read_arch_file(file);
  REQUIRE(spec.name == "fast-net");
  REQUIRE(spec.input == Shape{3, 40, 40});
  REQUIRE(spec.layers.size() == 7);
  REQUIRE(std::holds_alternative<GlobalAveragePoolSpec>(spec.layers[4]));
  REQUIRE(spec.layers[5] ==
          LayerSpec(ConvSpec{.channels = 48, .batch_norm = false, .activation = Activation::hard_swish}));
  const BlockSpec& squeezing = std::get<BlockSpec>(spec.layers[2]);
  REQUIRE(squeezing.body[2] == LayerSpec(SqueezeExciteSpec{.squeezed = 16}));  // 48 / 4, a multiple of 8
}

TEST_CASE("blocks without act_func and use_se have relu6 and no squeeze, as their class does", "[arch]") {
  json network = zoo_network();
  for (auto& each : network["blocks"]) {
    each["mobile_inverted_conv"].erase("act_func");
    each["mobile_inverted_conv"].erase("use_se");
  }
  const test::TemporaryFolder folder;
  REQUIRE(read_arch_file(folder.file("a.json", network.dump())).layers ==
          read_arch_file(folder.file("b.json", zoo_network().dump())).layers);
}

TEST_CASE("a layer that would compute something else is refused by its place", "[arch]") {
  REQUIRE_THAT(complaint("/name", "ResNets"), Contains("net.json: name: unknown layer 'ResNets' (known are"));
  REQUIRE_THAT(complaint("/first_conv/name", "DepthConvLayer"),
               Contains("first_conv.name: unknown layer 'DepthConvLayer' (known are ConvLayer)"));
  REQUIRE_THAT(complaint("/first_conv/dilation", 2), Contains("first_conv.dilation: 2 where only 1"));
  REQUIRE_THAT(complaint("/first_conv/groups", 3), Contains("first_conv.groups: 3"));
  REQUIRE_THAT(complaint("/first_conv/has_shuffle", true), Contains("has_shuffle: true"));
  REQUIRE_THAT(complaint("/first_conv/ops_order", "bn_act_weight"), Contains("ops_order"));
  REQUIRE_THAT(complaint("/first_conv/act_func", "gelu"), Contains("unknown activation 'gelu'"));
  REQUIRE_THAT(complaint("/first_conv/kernel_size", 4), Contains("kernel of 4, must be odd"));
  REQUIRE_THAT(complaint("/first_conv/padding", 1), Contains("first_conv: unknown key 'padding'"));
  REQUIRE_THAT(complaint("/bn/ws_eps", 1e-5), Contains("bn.ws_eps"));
  REQUIRE_THAT(complaint("/classifier/bias", false), Contains("classifier.bias: false where only true"));
  REQUIRE_THAT(complaint("/blocks/1/mobile_inverted_conv/stride", 2),
               Contains("blocks[1].mobile_inverted_conv.stride"));
  REQUIRE_THAT(complaint("/blocks/1/shortcut", nullptr), Contains("blocks[1].shortcut"));
}

TEST_CASE("layers that do not fit each other are refused", "[arch]") {
  REQUIRE_THAT(complaint("/first_conv/in_channels", 1),
               Contains("first_conv.in_channels: 1 channels, the layer before gives 3"));
  REQUIRE_THAT(complaint("/blocks/0/mobile_inverted_conv/in_channels", 16),
               Contains("blocks[0].mobile_inverted_conv.in_channels: 16 channels, the layer before gives 8"));
  REQUIRE_THAT(complaint("/classifier/in_features", 17),
               Contains("classifier.in_features: 17 channels, the layer before gives 16"));
  REQUIRE_THAT(complaint("/blocks/0/shortcut", identity(8)),
               Contains("blocks[0].shortcut: a shortcut around 8 -> 16 channels with stride 2"));
  REQUIRE_THAT(complaint("/blocks/2/shortcut/out_channels", {16, 16}), Contains("2 numbers of channels"));
  json widening = inverted(8, 16, 1, 1);
  widening["mid_channels"] = 24;
  REQUIRE_THAT(complaint("/blocks/0/mobile_inverted_conv", widening),
               Contains("24 channels in the middle, but expand_ratio 1 keeps the input's 8"));
}

TEST_CASE("absurd values are refused before anything is built of them", "[arch]") {
  REQUIRE_THAT(complaint("/first_conv/out_channels", 1'000'000), Contains("integer in 1 ... 8192"));
  REQUIRE_THAT(complaint("/first_conv/out_channels", 0), Contains("first_conv.out_channels: 0"));
  REQUIRE_THAT(complaint("/first_conv/out_channels", -8), Contains("-8"));
  REQUIRE_THAT(complaint("/first_conv/out_channels", 8.5), Contains("8.5"));
  REQUIRE_THAT(complaint("/first_conv/out_channels", "8"), Contains("\"8\""));
  REQUIRE_THAT(complaint("/first_conv/out_channels", json::parse("18446744073709551615")),
               Contains("1844674407"));
  REQUIRE_THAT(complaint("/first_conv/stride", 0), Contains("first_conv.stride"));
  REQUIRE_THAT(complaint("/first_conv/kernel_size", 17), Contains("1 ... 15"));
  REQUIRE_THAT(complaint("/blocks/0/mobile_inverted_conv/expand_ratio", 1e9), Contains("expand_ratio"));
  REQUIRE_THAT(complaint("/blocks/0/mobile_inverted_conv/mid_channels", 100'000), Contains("mid_channels"));
  REQUIRE_THAT(complaint("/bn/eps", 0), Contains("bn.eps"));
  REQUIRE_THAT(complaint("/resolution", 100'000), Contains("resolution: 100000"));
  REQUIRE_THAT(complaint("/classifier/out_features", 0), Contains("classifier.out_features"));
  REQUIRE_THAT(complaint("/blocks", json::array({1})), Contains("blocks[0]: 1 where an object is expected"));
  REQUIRE_THAT(complaint("/blocks", 7), Contains("blocks: 7 where a list is expected"));
  REQUIRE_THAT(complaint("/blocks", json(300, zoo_network()["blocks"][1])),
               Contains("300 blocks, at most 256"));
  REQUIRE_THAT(complaint("/first_conv", nullptr), Contains("first_conv: null where an object is expected"));
}

TEST_CASE("a missing key is named, whichever it is", "[arch]") {
  const json whole = once_for_all_network();
  for (const auto& item : whole.items()) {
    json network = whole;
    network.erase(item.key());
    const test::TemporaryFolder folder;
    const auto file = folder.file("net.json", network.dump());
    const auto message = test::error_message<DataError>([&] { read_arch_file(file, Shape{3, 8, 8}, 2); });
    REQUIRE_THAT(message, Contains(fmt::format("'{}' is missing", item.key())));
  }
}

TEST_CASE("files that are no descriptions are refused", "[arch]") {
  const test::TemporaryFolder folder;
  const auto complaint_of = [&](const std::string& content) {
    const auto file = folder.file("net.json", content);
    return test::error_message<DataError>([&] { read_arch_file(file); });
  };
  const std::string whole = zoo_network().dump();
  for (std::size_t bytes = 0; bytes < whole.size(); bytes += 37)
    REQUIRE_THAT(complaint_of(whole.substr(0, bytes)), Contains("net.json: not a description of a network"));
  REQUIRE_THAT(complaint_of("[]"), Contains("a list where an object is expected"));
  REQUIRE_THAT(complaint_of("\x80\x02}q"), Contains("not a description"));
  // A million brackets: reading and complaining must not recur.
  for (const char* before : {"", "{\"name\": "})
    REQUIRE_THAT(complaint_of(before + std::string(1'000'000, '[') + std::string(1'000'000, ']')),
                 Contains("nests JSON lists and objects deeper than"));
  REQUIRE_THAT(complaint_of("{\"name\": [[]]}"), Contains("name: a list where a text is expected"));
  REQUIRE_THAT(
      complaint_of(std::string((4 << 20) + 1, ' ')),
      Contains("is longer than 4,194,304 bytes, the most that is read of a description of a network"));
  REQUIRE_THROWS_AS(read_arch_file(folder / "missing.json"), DataError);
  REQUIRE_THROWS_AS(read_arch_file(folder.path()), DataError);
}

TEST_CASE("the catalog's networks are those of the published descriptions", "[arch]") {
  const std::filesystem::path models = HYBRID_REAL_MODELS;
  if (models.empty()) {
    WARN("skipped: HYBRID_REAL_MODELS is not set");
    return;
  }
  std::vector<std::pair<std::string, std::filesystem::path>> published;
  for (const auto& [name, file] :
       {std::pair("mbv2-w0.3", "mbv2-w0.3-r80_imagenet"), std::pair("mbv2-w0.35", "mbv2-w0.35-r144_imagenet"),
        std::pair("proxyless-w0.25", "proxyless-w0.25-r112_imagenet"),
        std::pair("proxyless-w0.3", "proxyless-w0.3-r176_imagenet"),
        std::pair("proxyless-mobile", "proxyless_mobile"), std::pair("mcunet-5fps", "mcunet-5fps_imagenet"),
        std::pair("mcunet-10fps", "mcunet-10fps_imagenet"),
        std::pair("mcunet-256kb", "mcunet-256kb-1mb_imagenet"),
        std::pair("mcunet-320kb", "mcunet-320kb-1mb_imagenet"),
        std::pair("mcunet-512kb", "mcunet-512kb-2mb_imagenet"),
        std::pair("mcunet-256kb-int4", "mcunet-256kb-1mb-int4_imagenet"),
        std::pair("mcunet-320kb-int4", "mcunet-320kb-1mb-int4_imagenet"),
        std::pair("mcunet-512kb-int4", "mcunet-512kb-2mb-int4_imagenet")})
    published.emplace_back(name, models / "mcunet" / (std::string(file) + ".json"));
  for (const auto& [name, folder] : {std::pair("mass-600", "flops-595M_top1-80.0_finetune-75"),
                                     std::pair("mass-482", "flops-482M_top1-79.6_finetune-75"),
                                     std::pair("mass-389", "flops-389M_top1-79.1_finetune-75"),
                                     std::pair("mass-240", "LG-G8_lat-24ms_top1-76.4_finetune-25"),
                                     std::pair("mass-151", "LG-G8_lat-16ms_top1-74.7_finetune-25"),
                                     std::pair("mass-101", "note8_lat-31ms_top1-72.8_finetune-25"),
                                     std::pair("mass-67", "note8_lat-22ms_top1-70.4_finetune-25")})
    published.emplace_back(name, models / "ofa" / folder / "net.config");
  for (const auto& [name, file] : published) {
    INFO(name << " and " << file);
    ArchSpec read = read_arch_file(file);
    read.name = name;
    REQUIRE(read == *find_arch(name));
    REQUIRE(count(read_arch_file(file, Shape{3, 64, 64}, 100)).layers.back().output == Shape{100, 1, 1});
  }
}
