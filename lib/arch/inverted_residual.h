#pragma once
// The block that MobileNetV2 and all its descendants repeat: widen with a 1x1 convolution, filter each
// channel by itself, weigh the channels by squeeze-and-excite, narrow with a 1x1 convolution without
// activation (Sandler et al. 2018; Howard et al. 2019 for the squeeze). Its body is always [widen,]
// depthwise, [squeeze-and-excite,] narrow.

#include <optional>

#include "arch/arch_spec.h"

namespace hybrid {

struct InvertedResidual {
  int inputs = 0;
  int expanded = 0;  ///< channels in the middle; equal to `inputs` without a widening convolution
  int outputs = 0;
  int kernel = 3;
  int stride = 1;
  bool widens = true;  ///< has the first convolution
  std::optional<SqueezeExciteSpec> squeeze = {};
  bool shortcut = false;
  Activation activation = Activation::relu6;
  double norm_epsilon = 1e-5;
};

/// Whether the sum with the input is possible: the usual rule for a shortcut.
bool keeps_shape(const InvertedResidual& block);

BlockSpec make_block(const InvertedResidual& block);

/// The end of most of these networks: mean over the places, then the logits.
void add_classifier(std::vector<LayerSpec>& layers, int classes);

}  // namespace hybrid
