// The tables are the seven published networks; tests compare them with the supernet's own descriptions.

#include "arch/once_for_all.h"

#include "arch/channels.h"
#include "arch/inverted_residual.h"

namespace hybrid::arch {
namespace {

// clang-format off
constexpr std::array<OnceForAllDesign, 7> kDesigns{{
    {"mass-600", 236, 1.2, {{{{{3, 3}, {5, 4}, {3, 3}}},
                             {{{5, 4}, {5, 4}, {3, 6}, {5, 3}}},
                             {{{7, 6}, {5, 6}, {3, 3}, {5, 4}}},
                             {{{3, 6}, {5, 6}, {7, 6}, {3, 4}}},
                             {{{3, 6}, {3, 6}, {5, 6}, {3, 3}}}}}},
    {"mass-482", 224, 1.2, {{{{{5, 3}, {3, 3}, {3, 3}}},
                             {{{5, 4}, {3, 4}, {5, 4}, {3, 3}}},
                             {{{5, 4}, {5, 6}, {3, 3}, {3, 3}}},
                             {{{5, 6}, {7, 6}, {3, 6}, {5, 4}}},
                             {{{7, 6}, {3, 6}, {3, 6}, {3, 3}}}}}},
    {"mass-389", 224, 1.2, {{{{{3, 3}, {3, 3}}},
                             {{{5, 3}, {5, 6}, {3, 3}}},
                             {{{5, 4}, {5, 4}, {3, 3}}},
                             {{{5, 6}, {5, 4}, {3, 4}, {3, 4}}},
                             {{{3, 6}, {3, 6}, {7, 6}, {3, 3}}}}}},
    {"mass-240", 220, 1.0, {{{{{3, 3}, {3, 3}}},
                             {{{7, 4}, {5, 3}, {3, 3}}},
                             {{{5, 6}, {5, 4}, {5, 3}}},
                             {{{3, 4}, {7, 4}, {5, 3}}},
                             {{{5, 6}, {7, 6}, {3, 6}, {3, 4}}}}}},
    {"mass-151", 176, 1.0, {{{{{3, 3}, {3, 3}}},
                             {{{7, 4}, {5, 3}, {3, 3}}},
                             {{{5, 6}, {5, 4}, {5, 3}}},
                             {{{3, 4}, {7, 4}, {5, 3}}},
                             {{{5, 6}, {7, 6}, {3, 6}, {3, 4}}}}}},
    {"mass-101", 152, 1.0, {{{{{5, 3}, {3, 3}}},
                             {{{5, 4}, {5, 3}}},
                             {{{3, 4}, {3, 4}, {5, 4}}},
                             {{{3, 4}, {5, 3}, {7, 4}}},
                             {{{3, 6}, {3, 3}, {5, 3}, {5, 3}}}}}},
    {"mass-67", 140, 1.0, {{{{{3, 3}, {3, 3}}},
                            {{{5, 3}, {5, 3}}},
                            {{{7, 4}, {3, 3}}},
                            {{{5, 3}, {3, 4}}},
                            {{{3, 6}, {7, 6}}}}}},
}};
// clang-format on

/// What all networks have in common, per stage.
struct StageRule {
  int channels, stride;
  bool squeezes;
  Activation activation;
};
constexpr std::array<StageRule, 5> kRules{{{24, 2, false, Activation::relu},
                                           {40, 2, true, Activation::relu},
                                           {80, 2, false, Activation::hard_swish},
                                           {112, 1, true, Activation::hard_swish},
                                           {160, 2, true, Activation::hard_swish}}};

ConvSpec wide(int channels, int kernel, int stride) {
  return {.channels = channels, .kernel = kernel, .stride = stride, .activation = Activation::hard_swish};
}

void add_stage(std::vector<LayerSpec>& layers, const OnceForAllDesign::Stage& stage, const StageRule& rule,
               int inputs, int outputs) {
  for (std::size_t i = 0; i < stage.size() && stage[i].kernel > 0; ++i) {
    InvertedResidual block{.inputs = i == 0 ? inputs : outputs,
                           .outputs = outputs,
                           .kernel = stage[i].kernel,
                           .stride = i == 0 ? rule.stride : 1,
                           .activation = rule.activation};
    block.expanded = block.inputs * stage[i].ratio;
    const int quarter = block.expanded / 4;
    if (rule.squeezes) block.squeeze = SqueezeExciteSpec{.squeezed = round_channels(quarter)};
    block.shortcut = keeps_shape(block);
    layers.push_back(make_block(block));
  }
}

}  // namespace

std::span<const OnceForAllDesign> once_for_all_designs() {
  return kDesigns;
}

std::vector<LayerSpec> once_for_all(const OnceForAllDesign& design, int classes) {
  int inputs = round_channels(16 * design.width);
  std::vector<LayerSpec> layers{wide(inputs, 3, 2), make_block({.inputs = inputs,
                                                                .expanded = inputs,
                                                                .outputs = inputs,
                                                                .widens = false,
                                                                .shortcut = true,
                                                                .activation = Activation::relu})};
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    const int outputs = round_channels(kRules[i].channels * design.width);
    add_stage(layers, design.stages[i], kRules[i], inputs, outputs);
    inputs = outputs;
  }
  layers.push_back(wide(round_channels(960 * design.width), 1, 1));
  layers.emplace_back(GlobalAveragePoolSpec{});
  ConvSpec mix = wide(round_channels(1280 * design.width), 1, 1);
  mix.batch_norm = false;
  layers.push_back(mix);
  layers.emplace_back(LinearSpec{.outputs = classes});
  return layers;
}

}  // namespace hybrid::arch
