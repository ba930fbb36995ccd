#include "datasets/synthetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hybrid::datasets {
namespace {

constexpr std::size_t kSide = 12;
constexpr std::size_t kClasses = 10;
constexpr double kDark = 40.0;
constexpr double kBright = 200.0;
constexpr double kNoise = 20.0;  ///< standard deviation

using Canvas = std::array<double, kSide * kSide>;

void paint(Canvas& canvas, std::size_t top, std::size_t left, std::size_t height, std::size_t width) {
  for (std::size_t y = top; y < top + height; ++y)
    std::fill_n(canvas.begin() + static_cast<std::ptrdiff_t>(y * kSide + left), width, kBright);
}

/// Paints a mark of 2x3 pixels on the left or right, in the upper or lower position.
void paint_mark(Canvas& canvas, bool right, bool low) {
  paint(canvas, low ? 9 : 6, right ? 8 : 1, 2, 3);
}

Canvas draw(std::size_t label, bool hard, Rng& rng) {
  const std::size_t group = label / 2;
  const bool second_member = label % 2 == 1;
  Canvas canvas;
  canvas.fill(kDark);
  paint(canvas, 0, 1 + 2 * group, 4, 2);
  const bool low = rng.below(2) == 1;
  if (hard) {
    paint_mark(canvas, false, low);
    paint_mark(canvas, true, low != second_member);
  } else {
    paint_mark(canvas, second_member, low);
  }
  return canvas;
}

}  // namespace

SyntheticImages make_synthetic(std::size_t n, SeedTree seed) {
  SyntheticImages made;
  images::ImageDataset& dataset = made.dataset;
  dataset = {.name = "synthetic", .channels = 1, .height = kSide, .width = kSide, .classes = kClasses};
  for (std::size_t label = 0; label < kClasses; ++label)
    dataset.class_names.push_back(
        fmt::format("bar {}, {}", label / 2, label % 2 == 0 ? "left or level" : "right or uneven"));
  dataset.images.reserve(n * kSide * kSide);
  Rng rng = seed.rng();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t label = i % kClasses;
    constexpr auto kHardInTen = static_cast<std::size_t>(10 * kSyntheticHardShare);
    const bool hard = i / kClasses % 10 < kHardInTen;
    for (const double brightness : draw(label, hard, rng)) {
      const double noisy = std::clamp(brightness + kNoise * rng.normal(), 0.0, 255.0);
      dataset.images.push_back(static_cast<std::uint8_t>(std::lround(noisy)));
    }
    dataset.labels.push_back(static_cast<std::int32_t>(label));
    made.hard.push_back(hard);
  }
  return made;
}

}  // namespace hybrid::datasets
