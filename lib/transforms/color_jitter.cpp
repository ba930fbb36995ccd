#include "transforms/color_jitter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "transforms/enhance.h"

namespace hybrid::transforms {
namespace {

struct Pixel {
  int a, b, c;  ///< either red, green, blue, or hue, saturation, value
};

int clipped(int value) {
  return std::clamp(value, 0, 255);
}

/// Pillow's Image.convert("HSV"), with the mixture of float and double in its Convert.c.
Pixel hsv_of(const Pixel& rgb) {
  const auto [r, g, b] = rgb;
  const int most = std::max({r, g, b}), least = std::min({r, g, b});
  if (most == least) return {0, 0, most};
  const auto range = static_cast<float>(most - least);
  const float saturation = range / static_cast<float>(most);
  const auto distance = [&](int color) { return static_cast<float>(most - color) / range; };
  float hue = 0;
  if (r == most)
    hue = distance(b) - distance(g);
  else if (g == most)
    hue = static_cast<float>(2.0 + double{distance(r)} - double{distance(b)});
  else
    hue = static_cast<float>(4.0 + double{distance(g)} - double{distance(r)});
  hue = static_cast<float>(std::fmod(double{hue} / 6.0 + 1.0, 1.0));
  return {clipped(static_cast<int>(double{hue} * 255.0)),
          clipped(static_cast<int>(double{saturation} * 255.0)), most};
}

/// The inverse, Pillow's Image.convert("RGB").
Pixel rgb_of(const Pixel& hsv) {
  const auto [h, s, v] = hsv;
  if (s == 0) return {v, v, v};
  const double turn = static_cast<double>(h) * 6.0 / 255.0;
  const int sector = static_cast<int>(std::floor(turn));
  const auto f = static_cast<float>(turn - sector);
  const auto fs = static_cast<float>(s / 255.0);
  const auto level = [most = v](double share) { return clipped(static_cast<int>(std::round(most * share))); };
  const int p = level(1.0 - double{fs}), q = level(1.0 - double{fs * f}),
            t = level(1.0 - double{fs} * (1.0 - double{f}));
  switch (sector % 6) {
    case 0:
      return {v, t, p};
    case 1:
      return {q, v, p};
    case 2:
      return {p, v, t};
    case 3:
      return {p, q, v};
    case 4:
      return {t, p, v};
    default:
      return {v, p, q};
  }
}

void turn_hue(images::Image& image, double share) {
  if (image.channels == 1) return;
  HYBRID_CHECK(image.channels == 3, "hue of {} channels", image.channels);
  const int turn = static_cast<int>(share * 255);  // wraps around in 8 bits
  const std::size_t plane = image.pixels.size() / 3;
  for (std::size_t i = 0; i < plane; ++i) {
    std::uint8_t* p = image.pixels.data() + i;
    Pixel hsv = hsv_of({p[0], p[plane], p[2 * plane]});
    hsv.a = (hsv.a + turn) & 255;
    const Pixel rgb = rgb_of(hsv);
    p[0] = static_cast<std::uint8_t>(rgb.a);
    p[plane] = static_cast<std::uint8_t>(rgb.b);
    p[2 * plane] = static_cast<std::uint8_t>(rgb.c);
  }
}

}  // namespace

std::vector<ColorChange> draw_color_jitter(const config::ColorJitterConfig& config, Rng& rng) {
  using Kind = ColorChange::Kind;
  std::vector<ColorChange> changes;
  const auto factor = [&](Kind kind, double spread) {
    if (spread > 0) changes.push_back({kind, rng.uniform(std::max(0.0, 1 - spread), 1 + spread)});
  };
  factor(Kind::brightness, config.brightness);
  factor(Kind::contrast, config.contrast);
  factor(Kind::saturation, config.saturation);
  if (config.hue > 0) changes.push_back({Kind::hue, rng.uniform(-config.hue, config.hue)});
  rng.shuffle(std::span(changes));
  return changes;
}

void change_color(images::Image& image, const ColorChange& change) {
  switch (change.kind) {
    case ColorChange::Kind::brightness:
      return enhance_brightness(image, change.amount);
    case ColorChange::Kind::contrast:
      return enhance_contrast(image, change.amount);
    case ColorChange::Kind::saturation:
      return enhance_saturation(image, change.amount);
    case ColorChange::Kind::hue:
      return turn_hue(image, change.amount);
  }
}

}  // namespace hybrid::transforms
