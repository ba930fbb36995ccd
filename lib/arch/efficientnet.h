#pragma once

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Returns EfficientNet-B0 ... B7 (Tan and Le 2019) with symmetric padding, as in torchvision and timm's
/// efficientnet_b* (TensorFlow pads differently). Epsilon is 1e-5; torchvision's weights of B5 to B7 need
/// 1e-3 (with_norm_epsilon). Requires 0 <= b <= 7.
std::vector<LayerSpec> efficientnet(int b, int classes);

/// Returns the side of the input images of B`b`.
int efficientnet_resolution(int b);

}  // namespace hybrid::arch
