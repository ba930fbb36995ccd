#pragma once

#include <span>
#include <string_view>

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// One network of the MCUNet zoo (Lin et al. 2020), found by a search within the limits of a microcontroller.
struct McunetDesign {
  /// Any block but the first. It is widened to `ratio` times the input's channels.
  struct Block {
    int kernel, stride, ratio, channels;
  };

  std::string_view name;
  int resolution;      ///< side of the square RGB images
  int stem_channels;   ///< output channels of the first convolution
  int first_channels;  ///< output channels of the first block, which does not widen
  std::span<const Block> blocks;
};

std::span<const McunetDesign> mcunet_designs();

/// Returns the network: blocks without squeeze-and-excite, relu6, no convolution between the last block and
/// the classifier.
std::vector<LayerSpec> mcunet(const McunetDesign& design, int classes);

}  // namespace hybrid::arch
