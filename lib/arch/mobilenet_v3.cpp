#include "arch/mobilenet_v3.h"

#include <span>

#include "arch/channels.h"
#include "arch/inverted_residual.h"

namespace hybrid::arch {
namespace {

/// One block: its expansion, and whether it has squeeze-and-excite.
struct Row {
  double ratio;
  int channels, kernel, stride;
  bool squeezes;
  Activation activation;
};

constexpr Activation kRelu = Activation::relu;
constexpr Activation kSwish = Activation::hard_swish;

// Howard et al. 2019, table 2, with the expanded width as a multiple of the input's.
constexpr Row kSmall[]{
    {1.0, 16, 3, 2, true, kRelu},  {4.5, 24, 3, 2, false, kRelu}, {3.67, 24, 3, 1, false, kRelu},
    {4.0, 40, 5, 2, true, kSwish}, {6.0, 40, 5, 1, true, kSwish}, {6.0, 40, 5, 1, true, kSwish},
    {3.0, 48, 5, 1, true, kSwish}, {3.0, 48, 5, 1, true, kSwish}, {6.0, 96, 5, 2, true, kSwish},
    {6.0, 96, 5, 1, true, kSwish}, {6.0, 96, 5, 1, true, kSwish},
};

// Table 1.
constexpr Row kLarge[]{
    {1.0, 16, 3, 1, false, kRelu},  {4.0, 24, 3, 2, false, kRelu},  {3.0, 24, 3, 1, false, kRelu},
    {3.0, 40, 5, 2, true, kRelu},   {3.0, 40, 5, 1, true, kRelu},   {3.0, 40, 5, 1, true, kRelu},
    {6.0, 80, 3, 2, false, kSwish}, {2.5, 80, 3, 1, false, kSwish}, {2.3, 80, 3, 1, false, kSwish},
    {2.3, 80, 3, 1, false, kSwish}, {6.0, 112, 3, 1, true, kSwish}, {6.0, 112, 3, 1, true, kSwish},
    {6.0, 160, 5, 2, true, kSwish}, {6.0, 160, 5, 1, true, kSwish}, {6.0, 160, 5, 1, true, kSwish},
};

struct Family {
  std::span<const Row> rows;
  int last_conv, hidden;
};

BlockSpec make_row(const Row& row, int inputs, double width) {
  InvertedResidual block{.inputs = inputs,
                         .expanded = row.ratio == 1.0 ? inputs : round_channels(inputs * row.ratio),
                         .outputs = round_channels(row.channels * width),
                         .kernel = row.kernel,
                         .stride = row.stride,
                         .widens = row.ratio != 1.0,
                         .activation = row.activation};
  if (row.squeezes) block.squeeze = SqueezeExciteSpec{.squeezed = round_channels(block.expanded / 4.0)};
  block.shortcut = keeps_shape(block);
  return make_block(block);
}

}  // namespace

std::vector<LayerSpec> mobilenet_v3(MobileNetV3Size size, double width, int classes) {
  const Family family =
      size == MobileNetV3Size::small ? Family{kSmall, 576, 1024} : Family{kLarge, 960, 1280};
  // timm does not scale the first convolution in its narrowest networks.
  int inputs = width < 0.75 ? 16 : round_channels(16 * width);
  std::vector<LayerSpec> layers{ConvSpec{.channels = inputs, .kernel = 3, .stride = 2, .activation = kSwish}};
  for (const Row& row : family.rows) {
    layers.push_back(make_row(row, inputs, width));
    inputs = round_channels(row.channels * width);
  }
  layers.push_back(ConvSpec{.channels = round_channels(family.last_conv * width), .activation = kSwish});
  layers.push_back(GlobalAveragePoolSpec{});
  layers.push_back(LinearSpec{.outputs = family.hidden, .activation = kSwish});
  layers.push_back(LinearSpec{.outputs = classes});
  return layers;
}

}  // namespace hybrid::arch
