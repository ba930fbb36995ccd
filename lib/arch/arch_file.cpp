// The files are written by the code of the supernets (Cai et al. 2020): every layer is an object with the
// name and constructor arguments of its class. An ignored key could mean a different network, so only keys
// that concern training (momentum, dropout) are ignored. The limits keep every count far from overflow.

#include "arch/arch_file.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "arch/channels.h"
#include "arch/inverted_residual.h"
#include "arch/json_place.h"
#include "core/error.h"
#include "core/json.h"
#include "core/limited_file.h"

namespace hybrid::arch {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxChannels = 8192;
constexpr int kMaxBlocks = 256;
constexpr int kLargestResolution = 4096;

nlohmann::json parse(const fs::path& file) {
  try {
    return parse_json(read_file(file, limits::kNetworkFile), file);
  } catch (const nlohmann::json::exception& fault) {
    throw DataError(file, fmt::format("not a description of a network: {}", fault.what()));
  }
}

/// Returns the layer's class name, "ConvLayer", which must be one of `known`.
std::string layer_name(const JsonPlace& layer, std::initializer_list<std::string_view> known) {
  const std::string name = layer.at("name").text();
  if (std::ranges::find(known, name) == known.end())
    layer.at("name").refuse(fmt::format("unknown layer '{}' (known are {})", name, fmt::join(known, ", ")));
  return name;
}

Activation read_activation(const JsonPlace& place) {
  if (place.is_null()) return Activation::none;
  constexpr std::array kNames{std::pair("relu", Activation::relu), std::pair("relu6", Activation::relu6),
                              std::pair("h_swish", Activation::hard_swish)};
  const std::string name = place.text();
  for (const auto& [word, activation] : kNames)
    if (name == word) return activation;
  place.refuse(fmt::format("unknown activation '{}' (known are relu, relu6, h_swish, null)", name));
}

int read_kernel(const JsonPlace& place) {
  const int kernel = place.integer(1, 15);
  if (kernel % 2 == 0) place.refuse(fmt::format("kernel of {}, must be odd", kernel));
  return kernel;
}

/// Reads a number, or a list of one number, as the supernets write it for an extracted network.
int read_channels(const JsonPlace& place) {
  if (!place.is_array()) return place.integer(1, kMaxChannels);
  if (place.size() != 1) place.refuse(fmt::format("{} numbers of channels, must be one", place.size()));
  return place.at(std::size_t{0}).integer(1, kMaxChannels);
}

/// Checks that a layer's input channels match the output of the layers before it.
void check_inputs(const JsonPlace& place, int before) {
  if (const int inputs = read_channels(place); inputs != before)
    place.refuse(fmt::format("{} channels, the layer before gives {}", inputs, before));
}

class Reader {
 public:
  /// @param once_for_all whether the network is of the class MobileNetV3
  Reader(const JsonPlace& network, bool once_for_all, int input_channels)
      : network_(network), once_for_all_(once_for_all), channels_(input_channels) {
    network.only({"name", "bn", "first_conv", "blocks", "feature_mix_layer", "final_expand_layer",
                  "classifier", "resolution"});
    const JsonPlace norm = network.at("bn");
    norm.only({"momentum", "eps", "ws_eps"});
    norm_epsilon_ = norm.at("eps").number(1e-12, 1.0);
    if (norm.has("ws_eps")) norm.at("ws_eps").must_be("null");
  }

  std::vector<LayerSpec> layers(int classes) {
    add_conv(network_.at("first_conv"));
    const JsonPlace blocks = network_.at("blocks");
    if (blocks.size() > kMaxBlocks)
      blocks.refuse(fmt::format("{} blocks, at most {} are read", blocks.size(), kMaxBlocks));
    for (std::size_t i = 0; i < blocks.size(); ++i) add_block(blocks.at(i));
    // The position of the pooling is not in the file; it follows from the network's class.
    if (once_for_all_) add_conv(network_.at("final_expand_layer"));
    if (once_for_all_) layers_.push_back(GlobalAveragePoolSpec{});
    if (const JsonPlace mix = network_.at("feature_mix_layer"); once_for_all_ || !mix.is_null())
      add_conv(mix);
    if (!once_for_all_) layers_.push_back(GlobalAveragePoolSpec{});
    add_classifier_of(network_.at("classifier"), classes);
    return std::move(layers_);
  }

 private:
  void add_conv(const JsonPlace& layer) {
    layer_name(layer, {"ConvLayer"});
    layer.only({"name", "kernel_size", "stride", "dilation", "groups", "bias", "has_shuffle", "in_channels",
                "out_channels", "use_bn", "act_func", "dropout_rate", "ops_order", "use_se"});
    check_inputs(layer.at("in_channels"), channels_);
    layer.at("dilation").must_be("1");
    layer.at("groups").must_be("1");
    layer.at("has_shuffle").must_be("false");
    layer.at("ops_order").must_be("\"weight_bn_act\"");
    if (layer.has("use_se")) layer.at("use_se").must_be("false");
    channels_ = read_channels(layer.at("out_channels"));
    ConvSpec conv{.channels = channels_,
                  .kernel = read_kernel(layer.at("kernel_size")),
                  .stride = layer.at("stride").integer(1, 8),
                  .batch_norm = layer.at("use_bn").boolean(),
                  .bias = layer.at("bias").boolean(),
                  .activation = read_activation(layer.at("act_func"))};
    if (conv.batch_norm) conv.norm_epsilon = norm_epsilon_;
    layers_.push_back(conv);
  }

  void add_block(const JsonPlace& place) {
    layer_name(place, {"MobileInvertedResidualBlock"});
    place.only({"name", "mobile_inverted_conv", "shortcut"});
    const JsonPlace conv = place.at("mobile_inverted_conv");
    const JsonPlace shortcut = place.at("shortcut");
    const bool is_zero_layer = layer_name(conv, {"MBInvertedConvLayer", "ZeroLayer"}) == "ZeroLayer";
    if (is_zero_layer) {
      conv.only({"name", "stride"});
      conv.at("stride").must_be("1");
      check_shortcut(shortcut);
      return;
    }
    InvertedResidual block = read_inverted_residual(conv);
    block.shortcut = !shortcut.is_null();
    if (block.shortcut) {
      check_shortcut(shortcut);
      if (!keeps_shape(block))
        shortcut.refuse(fmt::format("a shortcut around {} -> {} channels with stride {}", block.inputs,
                                    block.outputs, block.stride));
    }
    layers_.push_back(make_block(block));
    channels_ = block.outputs;
  }

  InvertedResidual read_inverted_residual(const JsonPlace& conv) const {
    conv.only({"name", "in_channels", "out_channels", "kernel_size", "stride", "expand_ratio", "mid_channels",
               "act_func", "use_se"});
    check_inputs(conv.at("in_channels"), channels_);
    const double ratio = conv.at("expand_ratio").number(1.0 / 64, 64);
    InvertedResidual block{.inputs = channels_,
                           .expanded = static_cast<int>(std::nearbyint(channels_ * ratio)),
                           .outputs = read_channels(conv.at("out_channels")),
                           .kernel = read_kernel(conv.at("kernel_size")),
                           .stride = conv.at("stride").integer(1, 8),
                           .widens = ratio != 1.0,
                           .norm_epsilon = norm_epsilon_};
    if (conv.has("mid_channels") && !conv.at("mid_channels").is_null())
      block.expanded = read_channels(conv.at("mid_channels"));
    if (block.expanded < 1 || block.expanded > kMaxChannels)
      conv.refuse(
          fmt::format("{} channels in the middle, must be in 1 ... {}", block.expanded, kMaxChannels));
    if (!block.widens && block.expanded != block.inputs)
      conv.refuse(fmt::format("{} channels in the middle, but expand_ratio 1 keeps the input's {}",
                              block.expanded, block.inputs));
    // The oldest files have neither key; these are the defaults of the class.
    if (conv.has("act_func")) block.activation = read_activation(conv.at("act_func"));
    const int quarter = block.expanded / 4;
    if (conv.has("use_se") && conv.at("use_se").boolean())
      block.squeeze = SqueezeExciteSpec{.squeezed = round_channels(quarter)};
    return block;
  }

  void check_shortcut(const JsonPlace& shortcut) const {
    layer_name(shortcut, {"IdentityLayer"});
    shortcut.only({"name", "in_channels", "out_channels", "use_bn", "act_func", "dropout_rate", "ops_order"});
    check_inputs(shortcut.at("in_channels"), channels_);
    check_inputs(shortcut.at("out_channels"), channels_);
    shortcut.at("use_bn").must_be("false");
    shortcut.at("act_func").must_be("null");
  }

  void add_classifier_of(const JsonPlace& layer, int classes) {
    layer_name(layer, {"LinearLayer"});
    layer.only(
        {"name", "in_features", "out_features", "bias", "use_bn", "act_func", "dropout_rate", "ops_order"});
    check_inputs(layer.at("in_features"), channels_);
    layer.at("bias").must_be("true");
    layer.at("use_bn").must_be("false");
    layers_.push_back(LinearSpec{.outputs = classes, .activation = read_activation(layer.at("act_func"))});
  }

  JsonPlace network_;
  bool once_for_all_;
  double norm_epsilon_ = 0;
  int channels_;  ///< output channels of the layers so far
  std::vector<LayerSpec> layers_;
};

/// Returns the side of the network's input images.
int read_resolution(const fs::path& file, const JsonPlace& network) {
  if (network.has("resolution")) return network.at("resolution").integer(1, kLargestResolution);
  const fs::path beside = file.parent_path() / "run.config";
  if (!fs::exists(beside))
    throw DataError(file, "'resolution' is missing, and there is no run.config beside it; give a resolution");
  const nlohmann::json document = parse(beside);
  return JsonPlace(beside, document).at("image_size").integer(1, kLargestResolution);
}

}  // namespace

ArchSpec read_arch_file(const fs::path& file, const std::optional<Shape>& input, std::optional<int> classes) {
  const nlohmann::json document = parse(file);
  const JsonPlace network(file, document);
  const bool once_for_all = layer_name(network, {"ProxylessNASNets", "MobileNetV3"}) == "MobileNetV3";
  ArchSpec spec;
  // All Once-for-All files are called net.config; the folder has the network's name.
  spec.name = file.filename() == "net.config" ? fs::absolute(file).parent_path().filename() : file.stem();
  if (input) {
    spec.input = *input;
  } else {
    const int resolution = read_resolution(file, network);
    spec.input = {3, resolution, resolution};
  }
  spec.classes =
      classes ? *classes : network.at("classifier").at("out_features").integer(1, limits::kClasses);
  spec.layers = Reader(network, once_for_all, spec.input.channels).layers(spec.classes);
  return spec;
}

}  // namespace hybrid::arch
