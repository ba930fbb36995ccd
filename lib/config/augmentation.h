#pragma once
// Augmentation of training images: keys of the sections that train by SGD (config/optimizer.h).

#include <array>

#include "config/choices.h"

namespace hybrid::config {

class Fields;

enum class Augment { none, flip, flip_shift, random_resized_crop };
inline constexpr std::array kAugmentNames{Named{Augment::none, "none"}, Named{Augment::flip, "flip"},
                                          Named{Augment::flip_shift, "flip_shift"},
                                          Named{Augment::random_resized_crop, "random_resized_crop"}};

/// Brightness, contrast and saturation are scaled by a factor drawn from [max(0, 1 - value), 1 + value], hue
/// is rotated by a share of the colour circle drawn from [-value, value]; 0 means no change.
struct ColorJitterConfig {
  double brightness = 0;
  double contrast = 0;
  double saturation = 0;
  double hue = 0;
  bool operator==(const ColorJitterConfig&) const = default;
};

/// RandAugment (Cubuk et al. 2020) as in timm: each of the operations is applied with probability 1/2, with a
/// magnitude from 0 to 10 that is drawn from a normal distribution.
struct RandAugmentConfig {
  int operations = 0;  ///< per image; 0: none
  double magnitude = 9;
  double magnitude_stddev = 0.5;
  bool operator==(const RandAugmentConfig&) const = default;
};

void describe(Fields& f, ColorJitterConfig& c);
void describe(Fields& f, RandAugmentConfig& c);

}  // namespace hybrid::config
