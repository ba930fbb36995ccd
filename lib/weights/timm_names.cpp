// timm (github.com/huggingface/pytorch-image-models): mobilenetv2_*, mobilenetv3_*, efficientnet_b*.
//   conv_stem, bn1
//   blocks.<s>.<i>.conv_pw, bn1, conv_dw, bn2, se.conv_reduce, se.conv_expand, conv_pwl, bn3
//   blocks.<s>.<i>.conv_dw, bn1, se..., conv_pw, bn2          blocks that do not widen
//   conv_head, bn2                                            before the pooling
//   blocks.<stages>.0.conv, bn1; conv_head after the pooling  MobileNetV3
//   classifier

#include <fmt/format.h>

#include <algorithm>

#include "weights/dialects.h"

namespace hybrid::weights {

std::optional<LayerNames> timm_names(const Place& place, const Places& all) {
  const auto stage = find_stage(std::max(place.block, 0), all.blocks);
  if (!stage) return std::nullopt;
  const std::string block = fmt::format("blocks.{}.{}.", stage->stage, stage->index);
  switch (place.role) {
    case Role::stem:
      return LayerNames{"conv_stem", "bn1"};
    case Role::widen:
      return LayerNames{block + "conv_pw", block + "bn1"};
    case Role::depthwise:
      return LayerNames{block + "conv_dw", block + (place.widened ? "bn2" : "bn1")};
    case Role::squeeze:
      return LayerNames{block + "se.conv_reduce", block + "se.conv_expand"};
    case Role::narrow:
      return place.widened ? LayerNames{block + "conv_pwl", block + "bn3"}
                           : LayerNames{block + "conv_pw", block + "bn2"};
    case Role::last:
      if (all.has(Role::hidden))
        return LayerNames{fmt::format("blocks.{}.0.conv", stage->stages),
                          fmt::format("blocks.{}.0.bn1", stage->stages)};
      return LayerNames{"conv_head", "bn2"};
    case Role::hidden:
      return LayerNames{"conv_head", ""};
    case Role::classifier:
      return LayerNames{"classifier", ""};
    case Role::mix:
    case Role::other:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace hybrid::weights
