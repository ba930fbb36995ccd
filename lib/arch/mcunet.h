#pragma once

#include <span>
#include <string_view>

#include "arch/arch_spec.h"

namespace hybrid {

/// One network of the MCUNet zoo (Lin et al. 2020), found by search under a microcontroller's limits.
struct McunetDesign {
  /// All blocks but the first. The middle is `ratio` times as wide as the input.
  struct Block {
    int kernel, stride, ratio, channels;
  };

  std::string_view name;
  int resolution;      ///< of the square colour images it was made for
  int stem_channels;   ///< of the first convolution
  int first_channels;  ///< of the first block, which does not widen
  std::span<const Block> blocks;
};

std::span<const McunetDesign> mcunet_designs();

/// Blocks without squeeze-and-excite, relu6, and no convolution between the last block and the classifier.
std::vector<LayerSpec> mcunet(const McunetDesign& design, int classes);

}  // namespace hybrid
