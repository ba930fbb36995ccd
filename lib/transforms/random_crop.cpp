#include "transforms/random_crop.h"

#include <cmath>

#include "core/error.h"

namespace hybrid::transforms {
namespace {

constexpr double kMinRatio = 3.0 / 4, kMaxRatio = 4.0 / 3;

/// Rounds halves to even, as in Python.
int rounded(double value) {
  return static_cast<int>(std::nearbyint(value));
}

images::Box box_at(int top, int left, int height, int width) {
  return {static_cast<float>(left), static_cast<float>(top), static_cast<float>(left + width),
          static_cast<float>(top + height)};
}

/// Returns the largest centred part whose ratio is in the range.
images::Box middle_part(int height, int width) {
  const double ratio = static_cast<double>(width) / height;
  const int kept_height = ratio < kMinRatio ? rounded(width / kMinRatio) : height;
  const int kept_width = ratio > kMaxRatio ? rounded(height * kMaxRatio) : width;
  return box_at((height - kept_height) / 2, (width - kept_width) / 2, kept_height, kept_width);
}

}  // namespace

images::Box draw_random_crop(const std::array<double, 2>& area, Rng& rng, int height, int width) {
  HYBRID_CHECK(0 < area[0] && area[0] <= area[1] && area[1] <= 1, "a share of {} to {} of an image", area[0],
               area[1]);
  constexpr int kTries = 10;
  const auto below = [&](int n) { return static_cast<int>(rng.below(static_cast<std::uint64_t>(n))); };
  for (int t = 0; t < kTries; ++t) {
    const double pixels = rng.uniform(area[0], area[1]) * height * width;
    const double ratio = std::exp(rng.uniform(std::log(kMinRatio), std::log(kMaxRatio)));
    const int kept_width = rounded(std::sqrt(pixels * ratio)),
              kept_height = rounded(std::sqrt(pixels / ratio));
    if (kept_width < 1 || kept_width > width || kept_height < 1 || kept_height > height) continue;
    const int top = below(height - kept_height + 1), left = below(width - kept_width + 1);
    return box_at(top, left, kept_height, kept_width);
  }
  return middle_part(height, width);
}

}  // namespace hybrid::transforms
