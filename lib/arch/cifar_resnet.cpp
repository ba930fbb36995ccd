#include "arch/cifar_resnet.h"

#include "arch/inverted_residual.h"
#include "core/error.h"

namespace hybrid::arch {

BlockSpec basic_block(int inputs, int outputs, int stride) {
  BlockSpec block;
  block.body = {ConvSpec{.channels = outputs, .kernel = 3, .stride = stride},
                ConvSpec{.channels = outputs, .kernel = 3, .activation = Activation::none}};
  if (inputs != outputs || stride != 1)
    block.projection = ConvSpec{.channels = outputs, .stride = stride, .activation = Activation::none};
  return block;
}

std::vector<LayerSpec> cifar_resnet(int depth, int classes) {
  HYBRID_CHECK(depth >= 8 && depth % 6 == 2, "a CIFAR ResNet of {} layers, must be 6 n + 2", depth);
  std::vector<LayerSpec> layers{ConvSpec{.channels = 16, .kernel = 3}};
  int inputs = 16;
  for (const int outputs : {16, 32, 64})
    for (int i = 0; i < (depth - 2) / 6; ++i) {
      layers.push_back(basic_block(inputs, outputs, i == 0 && outputs != 16 ? 2 : 1));
      inputs = outputs;
    }
  add_classifier(layers, classes);
  return layers;
}

}  // namespace hybrid::arch
