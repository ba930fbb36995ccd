#pragma once

#include "arch/arch_spec.h"

namespace hybrid {

/// Which widths a multiplier below 1 leaves alone, and batch norm's epsilon.
enum class MobileNetV2Variant {
  standard,  ///< the last 1280 channels stay (Sandler et al. 2018, torchvision, timm); epsilon 1e-5
  zoo,       ///< they shrink too, as in the MCUNet zoo's baselines; epsilon 1e-3
};

/// MobileNetV2 with all widths times `width`, made for 3x224x224.
std::vector<LayerSpec> mobilenet_v2(double width, MobileNetV2Variant variant, int classes);

/// ProxylessNAS for mobile phones (Cai et al. 2019), which is built of the same blocks with searched kernels,
/// all widths times `width` but that of the sixth stage: the zoo's networks do not all have there what the
/// rule gives.
std::vector<LayerSpec> proxyless_mobile(double width, int sixth_stage, int classes);

}  // namespace hybrid
