#include "transforms/enhance.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::transforms {
namespace {

std::size_t plane_of(const images::Image& image) {
  return static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width);
}

/// Pillow's ImageFilter.SMOOTH of one plane, without the border.
std::vector<std::uint8_t> smoothed(std::span<const std::uint8_t> plane, std::size_t height,
                                   std::size_t width) {
  constexpr int kMiddle = 5, kSum = 13;
  std::vector<std::uint8_t> result(plane.begin(), plane.end());
  for (std::size_t y = 1; y + 1 < height; ++y)
    for (std::size_t x = 1; x + 1 < width; ++x) {
      int sum = (kMiddle - 1) * plane[y * width + x];
      for (std::size_t at = (y - 1) * width + x - 1; at <= (y + 1) * width + x - 1; at += width)
        sum += plane[at] + plane[at + 1] + plane[at + 2];
      result[y * width + x] = static_cast<std::uint8_t>(static_cast<float>(sum) / kSum + 0.5F);
    }
  return result;
}

}  // namespace

std::vector<std::uint8_t> luma_of(const images::Image& image) {
  HYBRID_CHECK(image.channels == 1 || image.channels == 3, "brightness of {} channels", image.channels);
  if (image.channels == 1) return image.pixels;
  constexpr unsigned kRed = 19595, kGreen = 38470, kBlue = 7471, kHalf = 0x8000, kShift = 16;
  const std::size_t plane = plane_of(image);
  std::vector<std::uint8_t> luma(plane);
  const auto& p = image.pixels;
  for (std::size_t i = 0; i < plane; ++i)
    luma[i] = static_cast<std::uint8_t>(
        (p[i] * kRed + p[plane + i] * kGreen + p[2 * plane + i] * kBlue + kHalf) >> kShift);
  return luma;
}

void blend(images::Image& image, std::span<const std::uint8_t> other, double factor) {
  HYBRID_CHECK(!other.empty() && image.pixels.size() % other.size() == 0, "{} pixels blended with {}",
               image.pixels.size(), other.size());
  if (factor == 1) return;
  const auto alpha = static_cast<float>(factor);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const int from = other[i % other.size()];
    const float value = static_cast<float>(from) + alpha * static_cast<float>(image.pixels[i] - from);
    image.pixels[i] = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
  }
}

void enhance_brightness(images::Image& image, double factor) {
  const std::vector<std::uint8_t> black(plane_of(image));
  blend(image, black, factor);
}

void enhance_contrast(images::Image& image, double factor) {
  const auto luma = luma_of(image);
  std::uint64_t sum = 0;
  for (const std::uint8_t level : luma) sum += level;
  const double mean = static_cast<double>(sum) / static_cast<double>(luma.size());
  const std::vector<std::uint8_t> grey(luma.size(), static_cast<std::uint8_t>(mean + 0.5));
  blend(image, grey, factor);
}

void enhance_saturation(images::Image& image, double factor) {
  if (image.channels == 1) return;
  blend(image, luma_of(image), factor);
}

void enhance_sharpness(images::Image& image, double factor) {
  const std::size_t plane = plane_of(image);
  std::vector<std::uint8_t> smooth;
  for (std::size_t at = 0; at < image.pixels.size(); at += plane) {
    const auto one = smoothed(std::span(image.pixels).subspan(at, plane),
                              static_cast<std::size_t>(image.height), static_cast<std::size_t>(image.width));
    smooth.insert(smooth.end(), one.begin(), one.end());
  }
  blend(image, smooth, factor);
}

}  // namespace hybrid::transforms
