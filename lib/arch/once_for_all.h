#pragma once

#include <array>
#include <span>
#include <string_view>

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// One network of the Once-for-All supernet (Cai et al. 2020): MobileNetV3-Large with searched depths,
/// kernels and ratios. The paper calls them MASS-600, ... after their MACs (Kag et al. 2022, Table 6).
struct OnceForAllDesign {
  struct Block {
    int kernel = 0, ratio = 0;  ///< 0: the stage has no further block
  };
  using Stage = std::array<Block, 4>;

  std::string_view name;
  int resolution;
  double width;
  std::array<Stage, 5> stages;
};

std::span<const OnceForAllDesign> once_for_all_designs();

std::vector<LayerSpec> once_for_all(const OnceForAllDesign& design, int classes);

}  // namespace hybrid::arch
