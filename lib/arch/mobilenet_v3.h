#pragma once

#include "arch/arch_spec.h"

namespace hybrid {

enum class MobileNetV3Size { small, large };

/// MobileNetV3 (Howard et al. 2019) with all widths times `width`, made for 3x224x224. Width 1 is
/// torchvision's and timm's; other widths are rounded as timm does. Epsilon is timm's 1e-5; torchvision's
/// weights want 1e-3 (with_norm_epsilon).
std::vector<LayerSpec> mobilenet_v3(MobileNetV3Size size, double width, int classes);

}  // namespace hybrid
