#include "transforms/random_erasing.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::transforms {

std::optional<ErasedPart> draw_erasing(double probability, Rng& rng) {
  constexpr double kMinArea = 0.02, kMaxArea = 0.33, kMinRatio = 0.3, kMaxRatio = 3.3;
  constexpr int kTries = 10;
  if (rng.uniform() >= probability) return std::nullopt;
  for (int t = 0; t < kTries; ++t) {
    const double area = rng.uniform(kMinArea, kMaxArea);
    const double ratio = std::exp(rng.uniform(std::log(kMinRatio), std::log(kMaxRatio)));
    const double height = std::sqrt(area * ratio), width = std::sqrt(area / ratio);
    if (height >= 1 || width >= 1) continue;
    const double top = rng.uniform(0, 1 - height), left = rng.uniform(0, 1 - width);
    return ErasedPart{top, left, height, width};
  }
  return std::nullopt;
}

void erase(images::Image& image, const ErasedPart& part, std::span<const std::uint8_t> color) {
  HYBRID_CHECK(color.size() == static_cast<std::size_t>(image.channels),
               "a colour of {} channels, the image has {}", color.size(), image.channels);
  const auto pixel = [](double share, int side) { return static_cast<int>(std::lround(share * side)); };
  const int top = pixel(part.top, image.height), bottom = pixel(part.top + part.height, image.height);
  const int left = pixel(part.left, image.width), right = pixel(part.left + part.width, image.width);
  for (int c = 0; c < image.channels; ++c)
    for (int y = top; y < bottom; ++y) {
      const auto row = image.pixels.begin() + (std::ptrdiff_t{c} * image.height + y) * image.width;
      std::fill(row + left, row + right, color[static_cast<std::size_t>(c)]);
    }
}

}  // namespace hybrid::transforms
