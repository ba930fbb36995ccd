#include "arch/inverted_residual.h"

namespace hybrid::arch {

bool keeps_shape(const InvertedResidual& block) {
  return block.stride == 1 && block.inputs == block.outputs;
}

BlockSpec make_block(const InvertedResidual& block) {
  BlockSpec spec{.shortcut = block.shortcut, .activation = Activation::none};
  if (block.widens)
    spec.body.push_back(ConvSpec{
        .channels = block.expanded, .norm_epsilon = block.norm_epsilon, .activation = block.activation});
  spec.body.push_back(ConvSpec{.channels = block.expanded,
                               .kernel = block.kernel,
                               .stride = block.stride,
                               .groups = block.expanded,
                               .norm_epsilon = block.norm_epsilon,
                               .activation = block.activation});
  if (block.squeeze) spec.body.push_back(*block.squeeze);
  spec.body.push_back(ConvSpec{
      .channels = block.outputs, .norm_epsilon = block.norm_epsilon, .activation = Activation::none});
  return spec;
}

void add_classifier(std::vector<LayerSpec>& layers, int classes) {
  layers.push_back(GlobalAveragePoolSpec{});
  layers.push_back(LinearSpec{.outputs = classes});
}

}  // namespace hybrid::arch
