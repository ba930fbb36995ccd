#pragma once
// torchvision's ColorJitter on 8-bit images: the pixels of Pillow's ImageEnhance (brightness, contrast,
// saturation) and of torchvision's adjust_hue on PIL images. Images of one channel have no saturation or hue
// and keep their pixels. Tested bit for bit against torchvision (tests/peers/data).

#include <vector>

#include "config/augmentation.h"
#include "core/seed.h"
#include "images/image_source.h"

namespace hybrid {

struct ColorChange {
  enum class Kind { brightness, contrast, saturation, hue };
  Kind kind;
  double amount;  ///< a factor, 1 changing nothing; of hue a share of the colour circle in [-0.5, 0.5], 0
                  ///< changing nothing
};

/// In random order, each amount uniform (config/augmentation.h); what the config leaves alone is left out.
std::vector<ColorChange> draw_color_jitter(const ColorJitterConfig& config, Rng& rng);

/// Requires 1 or 3 channels.
void change_color(Image& image, const ColorChange& change);

}  // namespace hybrid
