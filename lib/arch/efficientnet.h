#pragma once

#include "arch/arch_spec.h"

namespace hybrid {

/// EfficientNet-B0 ... B7 (Tan and Le 2019) with symmetric padding, as torchvision and timm's efficientnet_b*
/// have it (TensorFlow's own pads by other amounts). Epsilon is 1e-5; torchvision's weights of B5 to B7 want
/// 1e-3 (with_norm_epsilon). Requires 0 <= b <= 7.
std::vector<LayerSpec> efficientnet(int b, int classes);

/// The side of the images B`b` was made for.
int efficientnet_resolution(int b);

}  // namespace hybrid
