#include "arch/mobilenet_v2.h"

#include <algorithm>
#include <span>

#include "arch/channels.h"
#include "arch/inverted_residual.h"

namespace hybrid::arch {
namespace {

/// A sequence of equal blocks. Stride, `first_kernel` and `first_ratio` are those of the first block.
struct Stage {
  int channels, blocks, stride;
  int first_kernel, first_ratio;
  int kernel, ratio;
  bool continues = false;  ///< whether it continues the stage before
};

// Sandler et al. 2018, table 2.
constexpr Stage kMobileNetV2[]{
    {16, 1, 1, 3, 1, 3, 1}, {24, 2, 2, 3, 6, 3, 6},  {32, 3, 2, 3, 6, 3, 6},  {64, 4, 2, 3, 6, 3, 6},
    {96, 3, 1, 3, 6, 3, 6}, {160, 3, 2, 3, 6, 3, 6}, {320, 1, 1, 3, 6, 3, 6},
};

// Cai et al. 2019, figure 4 (b), without the two blocks that the search removed. The third and the sixth
// stage have two entries each, because their later blocks differ from each other.
constexpr Stage kProxylessMobile[]{
    {16, 1, 1, 3, 1, 3, 1},       {32, 2, 2, 5, 3, 3, 3},        {40, 2, 2, 7, 3, 3, 3},
    {40, 2, 1, 5, 3, 5, 3, true}, {80, 4, 2, 7, 6, 5, 3},        {96, 4, 1, 5, 6, 5, 3},
    {192, 2, 2, 7, 6, 7, 6},      {192, 2, 1, 7, 3, 7, 3, true}, {320, 1, 1, 7, 6, 7, 6},
};

std::vector<Stage> scaled(std::span<const Stage> stages, double width) {
  std::vector<Stage> narrower(stages.begin(), stages.end());
  for (Stage& stage : narrower) stage.channels = round_channels(stage.channels * width);
  return narrower;
}

struct Design {
  int first_channels;
  std::vector<Stage> stages;
  int last_channels;
  double norm_epsilon;
};

std::vector<LayerSpec> build(const Design& design, int classes) {
  const auto conv = [&](int channels, int kernel, int stride) {
    return ConvSpec{.channels = channels,
                    .kernel = kernel,
                    .stride = stride,
                    .norm_epsilon = design.norm_epsilon,
                    .activation = Activation::relu6};
  };
  int inputs = design.first_channels;
  std::vector<LayerSpec> layers{conv(inputs, 3, 2)};
  for (const Stage& stage : design.stages)
    for (int i = 0; i < stage.blocks; ++i) {
      const int ratio = i == 0 ? stage.first_ratio : stage.ratio;
      const InvertedResidual block{
          .inputs = inputs,
          .expanded = inputs * ratio,
          .outputs = stage.channels,
          .kernel = i == 0 ? stage.first_kernel : stage.kernel,
          .stride = i == 0 ? stage.stride : 1,
          .widens = ratio != 1,
          // The first block of a stage has no shortcut, even where narrow networks keep the width.
          .shortcut = i > 0 || stage.continues,
          .norm_epsilon = design.norm_epsilon};
      layers.push_back(make_block(block));
      inputs = block.outputs;
    }
  layers.push_back(conv(design.last_channels, 1, 1));
  add_classifier(layers, classes);
  return layers;
}

}  // namespace

std::vector<LayerSpec> mobilenet_v2(double width, MobileNetV2Variant variant, int classes) {
  const bool standard = variant == MobileNetV2Variant::standard;
  return build({.first_channels = round_channels(32 * width),
                .stages = scaled(kMobileNetV2, width),
                .last_channels = round_channels(1280 * (standard ? std::max(1.0, width) : width)),
                .norm_epsilon = standard ? 1e-5 : 1e-3},
               classes);
}

std::vector<LayerSpec> proxyless_mobile(double width, int sixth_stage, int classes) {
  std::vector<Stage> stages = scaled(kProxylessMobile, width);
  stages[6].channels = stages[7].channels = sixth_stage;
  return build({.first_channels = round_channels(32 * width),
                .stages = std::move(stages),
                .last_channels = round_channels(1280 * width),
                .norm_epsilon = 1e-3},
               classes);
}

}  // namespace hybrid::arch
