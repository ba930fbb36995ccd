// Each table is one network of the zoo; tests compare them with the zoo's own descriptions.

#include "arch/mcunet.h"

#include <array>

#include "arch/inverted_residual.h"

namespace hybrid::arch {
namespace {

using Block = McunetDesign::Block;

constexpr Block k5fps[]{
    {3, 2, 4, 16}, {3, 1, 3, 16}, {7, 2, 3, 24}, {3, 1, 5, 24}, {3, 2, 5, 40}, {7, 1, 4, 40},  {5, 1, 4, 48},
    {3, 1, 3, 48}, {3, 1, 4, 48}, {7, 2, 5, 96}, {5, 1, 4, 96}, {5, 1, 4, 96}, {3, 1, 6, 160},
};
constexpr Block k10fps[]{
    {5, 2, 4, 16}, {3, 1, 3, 16},  {3, 1, 4, 16},  {7, 2, 5, 24},  {5, 1, 4, 24},
    {5, 1, 5, 24}, {7, 2, 5, 48},  {5, 1, 4, 48},  {3, 1, 5, 56},  {5, 1, 4, 56},
    {3, 1, 5, 56}, {3, 2, 6, 112}, {5, 1, 4, 112}, {3, 1, 6, 192},
};
constexpr Block k256kb[]{
    {5, 2, 3, 16}, {7, 1, 6, 16}, {3, 1, 5, 16}, {5, 1, 5, 16}, {3, 2, 5, 24},  {7, 1, 6, 24},
    {5, 1, 6, 24}, {7, 2, 4, 40}, {5, 1, 5, 40}, {3, 1, 5, 48}, {5, 1, 5, 48},  {3, 1, 4, 48},
    {5, 2, 6, 96}, {5, 1, 4, 96}, {5, 1, 3, 96}, {3, 1, 4, 96}, {5, 1, 5, 160},
};
constexpr Block k320kb[]{
    {7, 2, 3, 16}, {3, 1, 5, 16}, {7, 1, 5, 16}, {5, 1, 4, 16}, {5, 2, 5, 24},  {5, 1, 5, 24},
    {5, 1, 5, 24}, {3, 2, 5, 40}, {7, 1, 6, 40}, {5, 1, 4, 40}, {5, 1, 5, 48},  {7, 1, 5, 48},
    {3, 1, 5, 48}, {3, 2, 6, 96}, {7, 1, 5, 96}, {3, 1, 4, 96}, {7, 1, 5, 160},
};
constexpr Block k512kb[]{
    {7, 2, 3, 24},  {3, 1, 5, 24},  {5, 1, 4, 24},  {7, 2, 5, 40},  {3, 1, 4, 40}, {7, 1, 4, 40},
    {7, 2, 3, 80},  {3, 1, 3, 80},  {7, 1, 3, 80},  {3, 1, 4, 96},  {5, 1, 3, 96}, {5, 1, 3, 96},
    {7, 2, 4, 192}, {7, 1, 3, 192}, {5, 1, 3, 192}, {5, 1, 4, 320},
};
constexpr Block k256kbInt4[]{
    {7, 2, 3, 24}, {3, 1, 6, 24}, {5, 1, 5, 24},  {7, 1, 3, 24},  {7, 2, 5, 40},
    {5, 1, 3, 40}, {7, 1, 4, 40}, {3, 2, 5, 72},  {7, 1, 4, 72},  {5, 1, 6, 88},
    {5, 1, 4, 88}, {7, 1, 3, 88}, {3, 2, 5, 176}, {5, 1, 4, 176}, {5, 1, 4, 288},
};
constexpr Block k320kbInt4[]{
    {7, 2, 3, 24}, {5, 1, 6, 24},  {5, 1, 6, 24},  {7, 2, 4, 40},  {3, 1, 4, 40}, {7, 1, 4, 40},
    {5, 1, 4, 40}, {7, 2, 4, 72},  {7, 1, 6, 72},  {5, 1, 4, 72},  {5, 1, 3, 88}, {5, 1, 3, 88},
    {7, 1, 4, 88}, {3, 2, 5, 176}, {3, 1, 3, 176}, {7, 1, 4, 288},
};
constexpr Block k512kbInt4[]{
    {7, 2, 3, 40},  {3, 1, 5, 40},  {3, 1, 5, 40},  {3, 1, 5, 40},  {5, 2, 6, 64},  {7, 1, 4, 64},
    {5, 1, 5, 64},  {7, 2, 5, 120}, {7, 1, 4, 120}, {3, 1, 4, 120}, {5, 1, 4, 144}, {3, 1, 4, 144},
    {7, 1, 3, 144}, {3, 2, 5, 288}, {7, 1, 3, 288}, {5, 1, 4, 480},
};

constexpr std::array kDesigns{
    McunetDesign{"mcunet-5fps", 96, 16, 8, k5fps},
    McunetDesign{"mcunet-10fps", 48, 24, 16, k10fps},
    McunetDesign{"mcunet-256kb", 160, 16, 8, k256kb},
    McunetDesign{"mcunet-320kb", 176, 16, 8, k320kb},
    McunetDesign{"mcunet-512kb", 160, 32, 16, k512kb},
    McunetDesign{"mcunet-256kb-int4", 160, 32, 16, k256kbInt4},
    McunetDesign{"mcunet-320kb-int4", 176, 32, 16, k320kbInt4},
    McunetDesign{"mcunet-512kb-int4", 192, 48, 24, k512kbInt4},
};

}  // namespace

std::span<const McunetDesign> mcunet_designs() {
  return kDesigns;
}

std::vector<LayerSpec> mcunet(const McunetDesign& design, int classes) {
  int inputs = design.stem_channels;
  std::vector<LayerSpec> layers{
      ConvSpec{.channels = inputs, .kernel = 3, .stride = 2, .activation = Activation::relu6},
      make_block({.inputs = inputs, .expanded = inputs, .outputs = design.first_channels, .widens = false})};
  inputs = design.first_channels;
  for (const Block& row : design.blocks) {
    InvertedResidual block{.inputs = inputs,
                           .expanded = inputs * row.ratio,
                           .outputs = row.channels,
                           .kernel = row.kernel,
                           .stride = row.stride};
    block.shortcut = keeps_shape(block);
    layers.push_back(make_block(block));
    inputs = row.channels;
  }
  add_classifier(layers, classes);
  return layers;
}

}  // namespace hybrid::arch
