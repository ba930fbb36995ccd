#pragma once

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Returns a block of two 3x3 convolutions and a sum (He et al. 2016, figure 5 left). Where the shape
/// changes, the shortcut is a 1x1 convolution (option B).
BlockSpec basic_block(int inputs, int outputs, int stride);

/// Returns the residual network for 3x32x32 images (He et al. 2016, section 4.2) with 6 n + 2 layers: 20, 32,
/// 44, 56 or 110. The authors' shortcuts have no parameters (option A); published weights have option B, as
/// here.
std::vector<LayerSpec> cifar_resnet(int depth, int classes);

}  // namespace hybrid::arch
