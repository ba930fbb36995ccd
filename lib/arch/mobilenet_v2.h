#pragma once

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Which widths a multiplier below 1 does not scale, and the batch norm epsilon.
enum class MobileNetV2Variant {
  standard,  ///< the last 1280 channels are not scaled (Sandler et al. 2018, torchvision, timm); epsilon 1e-5
  zoo,       ///< they are scaled, as in the MCUNet zoo's baselines; epsilon 1e-3
};

/// Returns MobileNetV2 with all widths times `width`, for 3x224x224 images.
std::vector<LayerSpec> mobilenet_v2(double width, MobileNetV2Variant variant, int classes);

/// Returns ProxylessNAS for mobile phones (Cai et al. 2019): the same blocks with searched kernels, all
/// widths times `width`. The width of the sixth stage is given, because the zoo's networks do not all follow
/// the rule there.
std::vector<LayerSpec> proxyless_mobile(double width, int sixth_stage, int classes);

}  // namespace hybrid::arch
