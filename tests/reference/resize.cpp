#include "reference/resize.h"

#include <algorithm>
#include <cmath>

namespace hybrid::reference {
namespace {

double triangle(double distance) {
  return distance < 1 ? 1 - distance : 0;
}

/// The cubic of Keys 1981 with a = -1/2.
double cubic(double distance) {
  constexpr double a = -0.5;
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * a;
  return 0;
}

/// Returns pixel `i` of `to` pixels, resized from the part [begin, end] of an axis with the pixels at(0) to
/// at(from - 1).
template <class At>
std::uint8_t resized(config::Resize filter, int i, int to, int from, float begin, float end, At at) {
  const double scale = double{end - begin} / to;
  const double stretch = scale > 1 ? scale : 1;
  const double reach = filter == config::Resize::pillow_bicubic ? 2 * stretch : stretch;
  const double center = double{begin} + (i + 0.5) * scale;
  // Pillow's bounds; outside of them the filter is 0 except for rounding.
  const auto inside = [&](int j) {
    return j >= static_cast<int>(center - reach + 0.5) && j < static_cast<int>(center + reach + 0.5);
  };
  const auto weight = [&](int j) {
    const double distance = std::fabs((j - center + 0.5) * (1 / stretch));
    return !inside(j) ? 0.0 : filter == config::Resize::pillow_bicubic ? cubic(distance) : triangle(distance);
  };
  double total = 0;
  for (int j = 0; j < from; ++j) total += weight(j);
  std::int64_t sum = 0;
  for (int j = 0; j < from; ++j) sum += std::int64_t{at(j)} * std::llround(weight(j) / total * 4194304.0);
  const std::int64_t value = (sum + 2097152) >> 22;
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 0, 255));
}

}  // namespace

std::vector<std::uint8_t> resize(config::Resize filter, const std::vector<std::uint8_t>& plane, int height,
                                 int width, const images::Box& box, int to_height, int to_width) {
  std::vector<std::uint8_t> wide;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < to_width; ++x)
      wide.push_back(resized(filter, x, to_width, width, box.left, box.right,
                             [&](int j) { return plane[static_cast<std::size_t>(y * width + j)]; }));
  std::vector<std::uint8_t> result;
  for (int y = 0; y < to_height; ++y)
    for (int x = 0; x < to_width; ++x)
      result.push_back(resized(filter, y, to_height, height, box.top, box.bottom,
                               [&](int j) { return wide[static_cast<std::size_t>(j * to_width + x)]; }));
  return result;
}

}  // namespace hybrid::reference
