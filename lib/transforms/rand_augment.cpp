#include "transforms/rand_augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "transforms/enhance.h"

namespace hybrid::transforms {
namespace {

constexpr double kMax = 10;  ///< the largest magnitude
constexpr std::uint8_t kFill = 128;

using Levels = std::array<std::uint8_t, 256>;

template <class Of>
Levels levels(Of of) {
  Levels table;
  for (int level = 0; level < 256; ++level)
    table[static_cast<std::size_t>(level)] = static_cast<std::uint8_t>(std::clamp(of(level), 0, 255));
  return table;
}

void look_up(std::span<std::uint8_t> pixels, const Levels& table) {
  for (auto& p : pixels) p = table[p];
}

template <class OfPlane>
void each_plane(images::Image& image, OfPlane table_of) {
  const std::size_t plane = image.pixels.size() / static_cast<std::size_t>(image.channels);
  for (std::size_t at = 0; at < image.pixels.size(); at += plane) {
    const auto pixels = std::span(image.pixels).subspan(at, plane);
    look_up(pixels, table_of(pixels));
  }
}

/// Pillow's ImageOps.autocontrast.
Levels stretched(std::span<const std::uint8_t> plane) {
  const auto [lowest, highest] = std::ranges::minmax(plane);
  if (lowest == highest) return levels([](int level) { return level; });
  const double scale = 255.0 / (highest - lowest), offset = -lowest * scale;
  return levels([&](int level) { return static_cast<int>(level * scale + offset); });
}

/// Pillow's ImageOps.equalize.
Levels equalised(std::span<const std::uint8_t> plane) {
  std::array<int, 256> counts{};
  for (const std::uint8_t p : plane) ++counts[p];
  const int last = *std::find_if(counts.rbegin(), counts.rend(), [](int count) { return count > 0; });
  const int step = (static_cast<int>(plane.size()) - last) / 255;
  if (step == 0) return levels([](int level) { return level; });
  int n = step / 2;
  return levels([&](int level) {
    const int to = n / step;
    n += counts[static_cast<std::size_t>(level)];
    return to;
  });
}

/// Pixel (x, y) of the result is taken from (a x + b y + c, d x + e y + f), both relative to pixel centres.
struct Affine {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
};

/// Pillow's Image.transform(AFFINE, BILINEAR), filled with grey.
void transform(images::Image& image, const Affine& m) {
  const int height = image.height, width = image.width;
  const std::size_t plane = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  const images::Image from = image;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double at_x = m.a * (x + 0.5) + m.b * (y + 0.5) + m.c,
                   at_y = m.d * (x + 0.5) + m.e * (y + 0.5) + m.f;
      const bool inside = at_x >= 0 && at_x < width && at_y >= 0 && at_y < height;
      const double left = std::floor(at_x - 0.5), top = std::floor(at_y - 0.5);
      const double right_share = at_x - 0.5 - left, lower_share = at_y - 0.5 - top;
      const auto column = [&](double i) { return static_cast<std::size_t>(std::clamp(i, 0.0, width - 1.0)); };
      const auto row = [&](double i) { return static_cast<std::size_t>(std::clamp(i, 0.0, height - 1.0)); };
      for (std::size_t c = 0; c < static_cast<std::size_t>(image.channels); ++c) {
        std::uint8_t& to =
            image.pixels[c * plane + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(x)];
        if (!inside) {
          to = kFill;
          continue;
        }
        const auto along = [&](double i) {
          const std::uint8_t* line =
              from.pixels.data() + c * plane + row(i) * static_cast<std::size_t>(width);
          const int first = line[column(left)], second = line[column(left + 1)];
          return first + (second - first) * right_share;
        };
        const double upper = along(top), lower = along(top + 1);
        to = static_cast<std::uint8_t>(upper + (lower - upper) * lower_share);
      }
    }
}

/// Pillow's Image.rotate, counter-clockwise about the centre.
void rotate(images::Image& image, double degrees) {
  const double angle = -degrees * std::numbers::pi / 180;
  const auto rounded = [](double value) { return std::round(value * 1e15) / 1e15; };  // as in Pillow
  const double cosine = rounded(std::cos(angle)), sine = rounded(std::sin(angle));
  const double x = image.width / 2.0, y = image.height / 2.0;
  transform(image, {cosine, sine, x - cosine * x - sine * y, -sine, cosine, y + sine * x - cosine * y});
}

double enhancement(double magnitude) {
  return magnitude / kMax * 1.8 + 0.1;
}

void auto_contrast(images::Image& image, double) {
  each_plane(image, stretched);
}
void equalize(images::Image& image, double) {
  each_plane(image, equalised);
}
void invert(images::Image& image, double) {
  look_up(image.pixels, levels([](int level) { return 255 - level; }));
}
void turn(images::Image& image, double magnitude) {
  rotate(image, magnitude / kMax * 30);
}
void posterize(images::Image& image, double magnitude) {
  const int lost = 8 - static_cast<int>(magnitude / kMax * 4);
  look_up(image.pixels, levels([&](int level) { return level >> lost << lost; }));
}
void solarize(images::Image& image, double magnitude) {
  const int from = std::min(256, static_cast<int>(magnitude / kMax * 256));
  look_up(image.pixels, levels([&](int level) { return level < from ? level : 255 - level; }));
}
void solarize_add(images::Image& image, double magnitude) {
  const int added = std::min(128, static_cast<int>(magnitude / kMax * 110));
  look_up(image.pixels, levels([&](int level) { return level < 128 ? level + added : level; }));
}
void color(images::Image& image, double magnitude) {
  enhance_saturation(image, enhancement(magnitude));
}
void contrast(images::Image& image, double magnitude) {
  enhance_contrast(image, enhancement(magnitude));
}
void brightness(images::Image& image, double magnitude) {
  enhance_brightness(image, enhancement(magnitude));
}
void sharpness(images::Image& image, double magnitude) {
  enhance_sharpness(image, enhancement(magnitude));
}
void shear_x(images::Image& image, double magnitude) {
  transform(image, {.b = magnitude / kMax * 0.3});
}
void shear_y(images::Image& image, double magnitude) {
  transform(image, {.d = magnitude / kMax * 0.3});
}
void translate_x(images::Image& image, double magnitude) {
  transform(image, {.c = magnitude / kMax * 0.45 * image.width});
}
void translate_y(images::Image& image, double magnitude) {
  transform(image, {.f = magnitude / kMax * 0.45 * image.height});
}

struct Operation {
  void (*change)(images::Image&, double magnitude);
  bool turns_sign = false;  ///< a reversed step uses the negative magnitude
};

/// timm's _RAND_TRANSFORMS, in its order.
constexpr std::array kOperations{Operation{auto_contrast},    Operation{equalize},
                                 Operation{invert},           Operation{turn, true},
                                 Operation{posterize},        Operation{solarize},
                                 Operation{solarize_add},     Operation{color},
                                 Operation{contrast},         Operation{brightness},
                                 Operation{sharpness},        Operation{shear_x, true},
                                 Operation{shear_y, true},    Operation{translate_x, true},
                                 Operation{translate_y, true}};
static_assert(kOperations.size() == kRandAugmentOperations);

}  // namespace

std::vector<RandAugmentStep> draw_rand_augment(const config::RandAugmentConfig& config, Rng& rng) {
  std::vector<RandAugmentStep> steps;
  for (int i = 0; i < config.operations; ++i) {
    RandAugmentStep step{.operation = static_cast<int>(rng.below(kOperations.size()))};
    const bool done = rng.below(2) == 1;
    step.magnitude = std::clamp(config.magnitude + config.magnitude_stddev * rng.normal(), 0.0, kMax);
    step.reversed = rng.below(2) == 1;
    if (done) steps.push_back(step);
  }
  return steps;
}

void rand_augment(images::Image& image, const RandAugmentStep& step) {
  HYBRID_CHECK(0 <= step.operation && step.operation < static_cast<int>(kOperations.size()), "operation {}",
               step.operation);
  const Operation& operation = kOperations[static_cast<std::size_t>(step.operation)];
  operation.change(image, operation.turns_sign && step.reversed ? -step.magnitude : step.magnitude);
}

}  // namespace hybrid::transforms
