#pragma once
// What color_jitter and rand_augment share: Pillow's ImageEnhance.

#include <cstdint>
#include <span>
#include <vector>

#include "images/image_source.h"

namespace hybrid {

/// Image.convert("L") of RGB or grey: [height, width], ITU-R 601-2 luma in 16-bit fixed point.
std::vector<std::uint8_t> luma_of(const Image& image);

/// Image.blend: `other` + factor (image - other) in floats, cut off; beyond 0 to 1 it goes on and stops at 0
/// and 255. `other` [channels, height, width], or [height, width] for all channels.
void blend(Image& image, std::span<const std::uint8_t> other, double factor);

void enhance_brightness(Image& image, double factor);
void enhance_contrast(Image& image, double factor);
/// Images of one channel keep their pixels.
void enhance_saturation(Image& image, double factor);
void enhance_sharpness(Image& image, double factor);

}  // namespace hybrid
