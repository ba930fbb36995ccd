#pragma once
// Pillow's ImageEnhance, for color_jitter and rand_augment.

#include <cstdint>
#include <span>
#include <vector>

#include "images/image_source.h"

namespace hybrid::transforms {

/// Pillow's Image.convert("L") of RGB or grey: [height, width], ITU-R 601-2 luma in 16-bit fixed point.
std::vector<std::uint8_t> luma_of(const images::Image& image);

/// Pillow's Image.blend: other + factor * (image - other) in floats, truncated. Factors outside of [0, 1]
/// extrapolate, clamped to 0 and 255.
/// @param other [channels, height, width], or [height, width] for all channels
void blend(images::Image& image, std::span<const std::uint8_t> other, double factor);

void enhance_brightness(images::Image& image, double factor);
void enhance_contrast(images::Image& image, double factor);
/// Pillow's ImageEnhance.Color; does not change images of one channel.
void enhance_saturation(images::Image& image, double factor);
void enhance_sharpness(images::Image& image, double factor);

}  // namespace hybrid::transforms
