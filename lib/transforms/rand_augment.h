#pragma once
// RandAugment (Cubuk et al. 2020) on 8-bit images, with timm's operations ("rand-m9-mstd0.5"), as in recipes
// for MobileNetV3, and Pillow's pixels.

#include <vector>

#include "config/augmentation.h"
#include "core/seed.h"
#include "images/image_source.h"

namespace hybrid::transforms {

inline constexpr std::size_t kRandAugmentOperations = 15;

struct RandAugmentStep {
  /// Index of the operation in timm's order: auto contrast, equalize, invert, rotate, ...
  int operation = 0;
  double magnitude = 0;   ///< in [0, 10]
  bool reversed = false;  ///< rotation, shear and translation: opposite direction
};

/// Draws the operations to apply.
std::vector<RandAugmentStep> draw_rand_augment(const config::RandAugmentConfig& config, Rng& rng);

void rand_augment(images::Image& image, const RandAugmentStep& step);

}  // namespace hybrid::transforms
