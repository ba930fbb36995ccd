#pragma once
// The block of MobileNetV2 and its successors: a widening 1x1 convolution, a depthwise convolution, optional
// squeeze-and-excite, and a narrowing 1x1 convolution without activation (Sandler et al. 2018;
// squeeze-and-excite: Howard et al. 2019). The body is always [widen,] depthwise, [squeeze-and-excite,]
// narrow.

#include <optional>

#include "arch/arch_spec.h"

namespace hybrid::arch {

struct InvertedResidual {
  int inputs = 0;
  int expanded = 0;  ///< channels after widening; `inputs` if there is no widening convolution
  int outputs = 0;
  int kernel = 3;
  int stride = 1;
  bool widens = true;  ///< has the widening convolution
  std::optional<SqueezeExciteSpec> squeeze = {};
  bool shortcut = false;
  Activation activation = Activation::relu6;
  double norm_epsilon = 1e-5;
};

/// Returns whether input and output have the same shape: the usual condition for a shortcut.
bool keeps_shape(const InvertedResidual& block);

BlockSpec make_block(const InvertedResidual& block);

/// Appends the usual end of these networks: global average pooling and the classifier.
void add_classifier(std::vector<LayerSpec>& layers, int classes);

}  // namespace hybrid::arch
