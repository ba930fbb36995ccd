#pragma once
// torchvision's ColorJitter on 8-bit images, with the pixels of Pillow's ImageEnhance (brightness, contrast,
// saturation) and of torchvision's adjust_hue on PIL images. Saturation and hue do not change images of one
// channel. Tested bit for bit against torchvision (tests/peers/data).

#include <vector>

#include "config/augmentation.h"
#include "core/seed.h"
#include "images/image_source.h"

namespace hybrid::transforms {

struct ColorChange {
  enum class Kind { brightness, contrast, saturation, hue };
  Kind kind;
  /// A factor, 1 for no change; for hue a share of the colour circle in [-0.5, 0.5], 0 for no change.
  double amount;
};

/// Draws the changes in random order, each amount uniform (config/augmentation.h). Changes that are disabled
/// in the config are omitted.
std::vector<ColorChange> draw_color_jitter(const config::ColorJitterConfig& config, Rng& rng);

/// Applies one change; requires 1 or 3 channels.
void change_color(images::Image& image, const ColorChange& change);

}  // namespace hybrid::transforms
