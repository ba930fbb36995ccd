#include "arch/efficientnet.h"

#include <array>

#include "arch/channels.h"
#include "arch/inverted_residual.h"
#include "core/error.h"

namespace hybrid::arch {
namespace {

struct Stage {
  int channels, blocks, kernel, stride, ratio;
};

// B0: Tan and Le 2019, table 1.
constexpr Stage kStages[]{
    {16, 1, 3, 1, 1},  {24, 2, 3, 2, 6},  {40, 2, 5, 2, 6},  {80, 3, 3, 2, 6},
    {112, 3, 5, 1, 6}, {192, 4, 5, 2, 6}, {320, 1, 3, 1, 6},
};

/// The scaling of B1 ... B7. Depth is in tenths, because 1.1 x 10 blocks are 11 in decimal but not in binary
/// arithmetic.
struct Scale {
  double width;
  int depth_tenths;
  int resolution;
};
constexpr std::array<Scale, 8> kScales{{{1.0, 10, 224},
                                        {1.0, 11, 240},
                                        {1.1, 12, 260},
                                        {1.2, 14, 300},
                                        {1.4, 18, 380},
                                        {1.6, 22, 456},
                                        {1.8, 26, 528},
                                        {2.0, 31, 600}}};

const Scale& scale_of(int b) {
  HYBRID_CHECK(b >= 0 && b < static_cast<int>(kScales.size()), "EfficientNet-B{}; there are B0 to B7", b);
  return kScales[static_cast<std::size_t>(b)];
}

BlockSpec make_stage_block(const Stage& stage, int inputs, int outputs, int stride) {
  InvertedResidual block{
      .inputs = inputs,
      .expanded = inputs * stage.ratio,
      .outputs = outputs,
      .kernel = stage.kernel,
      .stride = stride,
      .widens = stage.ratio != 1,
      .squeeze = SqueezeExciteSpec{.squeezed = inputs / 4, .inner = Activation::silu, .gate = Gate::sigmoid},
      .activation = Activation::silu};
  block.shortcut = keeps_shape(block);
  return make_block(block);
}

}  // namespace

int efficientnet_resolution(int b) {
  return scale_of(b).resolution;
}

std::vector<LayerSpec> efficientnet(int b, int classes) {
  const Scale& scale = scale_of(b);
  int inputs = round_channels(32 * scale.width);
  std::vector<LayerSpec> layers{
      ConvSpec{.channels = inputs, .kernel = 3, .stride = 2, .activation = Activation::silu}};
  for (const Stage& stage : kStages) {
    const int outputs = round_channels(stage.channels * scale.width);
    const int blocks = (stage.blocks * scale.depth_tenths + 9) / 10;
    for (int i = 0; i < blocks; ++i) {
      layers.push_back(make_stage_block(stage, inputs, outputs, i == 0 ? stage.stride : 1));
      inputs = outputs;
    }
  }
  layers.push_back(ConvSpec{.channels = round_channels(1280 * scale.width), .activation = Activation::silu});
  add_classifier(layers, classes);
  return layers;
}

}  // namespace hybrid::arch
