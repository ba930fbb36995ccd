// torchvision.models: mobilenet_v2, mobilenet_v3_*, efficientnet_b*. Layers have numbers; .0 is a convolution
// and .1 its batch norm.
//   features.0.<0|1>                                          the stem
//   features.<b>.conv.<p>.<0|1>; the last .<p> and .<p + 1>   block b, counted from 1, of MobileNetV2
//   features.<b>.block.<p>.<0|1>, .<p>.fc1, .fc2              of MobileNetV3
//   features.<s>.<i>.block.<p>...                             block i of stage s, from 1, of EfficientNet
//   features.<next>.<0|1>                                     before the pooling
//   classifier.0, classifier.3 (MobileNetV3), classifier.1

#include <fmt/format.h>

#include <algorithm>

#include "weights/dialects.h"

namespace hybrid::weights {
namespace {

enum class Family { mobilenet_v2, mobilenet_v3, efficientnet };

Family family_of(const Places& all) {
  if (all.has(Role::hidden)) return Family::mobilenet_v3;
  return all.has(Role::squeeze) ? Family::efficientnet : Family::mobilenet_v2;
}

LayerNames numbered(const std::string& layer) {
  return {layer + ".0", layer + ".1"};
}

}  // namespace

std::optional<LayerNames> torchvision_names(const Place& place, const Places& all) {
  const Family family = family_of(all);
  const auto stage = find_stage(std::max(place.block, 0), all.blocks);
  if (!stage) return std::nullopt;
  const std::string block = family == Family::mobilenet_v2 ? fmt::format("features.{}.conv.", place.block + 1)
                            : family == Family::mobilenet_v3
                                ? fmt::format("features.{}.block.", place.block + 1)
                                : fmt::format("features.{}.{}.block.", stage->stage + 1, stage->index);
  const std::string part = block + std::to_string(place.position);
  switch (place.role) {
    case Role::stem:
      return numbered("features.0");
    case Role::widen:
    case Role::depthwise:
      return numbered(part);
    case Role::squeeze:
      return LayerNames{part + ".fc1", part + ".fc2"};
    case Role::narrow:
      if (family == Family::mobilenet_v2) return LayerNames{part, block + std::to_string(place.position + 1)};
      return numbered(part);
    case Role::last:
      return numbered(
          fmt::format("features.{}", (family == Family::efficientnet ? stage->stages : all.blocks) + 1));
    case Role::hidden:
      return LayerNames{"classifier.0", ""};
    case Role::classifier:
      return LayerNames{family == Family::mobilenet_v3 ? "classifier.3" : "classifier.1", ""};
    case Role::mix:
    case Role::other:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace hybrid::weights
