#pragma once

#include "arch/arch_spec.h"

namespace hybrid::arch {

enum class MobileNetV3Size { small, large };

/// Returns MobileNetV3 (Howard et al. 2019) with all widths times `width`, for 3x224x224 images. Width 1 is
/// the network of torchvision and timm; other widths are rounded as in timm. Epsilon is timm's 1e-5;
/// torchvision's weights need 1e-3 (with_norm_epsilon).
std::vector<LayerSpec> mobilenet_v3(MobileNetV3Size size, double width, int classes);

}  // namespace hybrid::arch
