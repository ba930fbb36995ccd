// The MCUNet zoo (Lin et al. 2020) and Once-for-All (Cai et al. 2020):
//   first_conv.conv, .bn
//   blocks.<b>.mobile_inverted_conv.inverted_bottleneck | depth_conv | point_linear .conv, .bn
//   blocks.<b>.mobile_inverted_conv.depth_conv.se.fc.reduce, .expand
//   final_expand_layer.conv, .bn     before the pooling, in MobileNetV3
//   feature_mix_layer.conv, .bn      after it in MobileNetV3, else before it (MobileNetV2, ProxylessNAS)
//   classifier.linear

#include <fmt/format.h>

#include "weights/dialects.h"

namespace hybrid::weights {

std::optional<LayerNames> mcunet_names(const Place& place, const Places& all) {
  const auto layer = [](const std::string& name) { return LayerNames{name + ".conv", name + ".bn"}; };
  const std::string block = fmt::format("blocks.{}.mobile_inverted_conv.", place.block);
  switch (place.role) {
    case Role::stem:
      return layer("first_conv");
    case Role::widen:
      return layer(block + "inverted_bottleneck");
    case Role::depthwise:
      return layer(block + "depth_conv");
    case Role::squeeze:
      return LayerNames{block + "depth_conv.se.fc.reduce", block + "depth_conv.se.fc.expand"};
    case Role::narrow:
      return layer(block + "point_linear");
    case Role::last:
      return layer(all.has(Role::mix) ? "final_expand_layer" : "feature_mix_layer");
    case Role::mix:
      return layer("feature_mix_layer");
    case Role::classifier:
      return LayerNames{"classifier.linear", ""};
    case Role::hidden:
    case Role::other:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace hybrid::weights
