#include "data/resize.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "data/image_files.h"

namespace hybrid {
namespace {

constexpr int kFractionBits = 22;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

double triangle(double x) {
  return std::max(0.0, 1.0 - std::abs(x));
}

/// No clamp: the weights are not negative and their sum is so near to 1 that no sum of pixels rounds above 255.
std::uint8_t rounded(std::int32_t sum) {
  return static_cast<std::uint8_t>(sum >> kFractionBits);
}

/// `kColumns` pixels beside each other of one row of the result. Their number is a constant so that the compiler turns
/// the inner loop into vector instructions.
template <std::size_t kColumns>
void resize_columns(const std::uint8_t* in, std::size_t width, std::span<const std::int32_t> weights,
                    std::uint8_t* out) {
  std::array<std::int32_t, kColumns> sums;
  sums.fill(kHalf);
  for (const std::int32_t weight : weights) {
    for (std::size_t x = 0; x < kColumns; ++x) sums[x] += weight * std::int32_t{in[x]};
    in += width;
  }
  for (std::size_t x = 0; x < kColumns; ++x) out[x] = rounded(sums[x]);
}

/// The columns of a plane [height, width] become those of a plane [taps.first.size(), width].
void resize_down(const ResizeTaps& taps, const std::uint8_t* from, std::size_t width, std::uint8_t* to) {
  constexpr std::size_t kBlock = 16;
  for (std::size_t y = 0; y < taps.first.size(); ++y, to += width) {
    const auto weights =
        std::span(taps.weights).subspan(y * taps.stride, static_cast<std::size_t>(taps.count[y]));
    const std::uint8_t* in = from + static_cast<std::size_t>(taps.first[y]) * width;
    std::size_t x = 0;
    for (; x + kBlock <= width; x += kBlock) resize_columns<kBlock>(in + x, width, weights, to + x);
    for (; x < width; ++x) resize_columns<1>(in + x, width, weights, to + x);
  }
}

/// A plane [height, width] becomes [width, height].
void transpose(const std::uint8_t* from, std::size_t height, std::size_t width, std::uint8_t* to) {
  for (std::size_t x = 0; x < width; ++x)
    for (std::size_t y = 0; y < height; ++y) *to++ = from[y * width + x];
}

bool is_whole(float begin, float end, int size) {
  return begin == 0.0F && end == static_cast<float>(size);
}

}  // namespace

ResizeTaps pillow_bilinear_taps(int from, float begin, float end, int to) {
  const double scale = static_cast<double>(end - begin) / to;
  const double reach = std::max(scale, 1.0);
  ResizeTaps taps;
  taps.stride = static_cast<std::size_t>(std::ceil(reach)) * 2 + 1;
  taps.weights.assign(static_cast<std::size_t>(to) * taps.stride, 0);
  std::vector<double> weights(taps.stride);
  for (int i = 0; i < to; ++i) {
    const double center = static_cast<double>(begin) + (i + 0.5) * scale;
    const int first = std::max(static_cast<int>(center - reach + 0.5), 0);
    const int count = std::min(static_cast<int>(center + reach + 0.5), from) - first;
    double total = 0.0;
    for (int j = 0; j < count; ++j) {
      const double weight = triangle((j + first - center + 0.5) * (1.0 / reach));
      weights[static_cast<std::size_t>(j)] = weight;
      total += weight;
    }
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j)
      taps.weights[static_cast<std::size_t>(i) * taps.stride + j] =
          static_cast<std::int32_t>(0.5 + weights[j] / total * (1 << kFractionBits));
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  return taps;
}

Resizer::Resizer(Resize filter, int height, int width, int to_height, int to_width)
    : Resizer(Box{.right = static_cast<float>(width), .bottom = static_cast<float>(height)}, height, width,
              to_height, to_width) {
  filter_ = filter;
  if (filter == Resize::opencv_bilinear) require_image_files("input.resize: opencv_bilinear");
}

Resizer::Resizer(const Box& box, int height, int width, int to_height, int to_width)
    : height_(height), width_(width), to_height_(to_height), to_width_(to_width) {
  HYBRID_CHECK(height > 0 && width > 0 && to_height > 0 && to_width > 0, "{}x{} resized to {}x{}", height,
               width, to_height, to_width);
  HYBRID_CHECK(0 <= box.left && box.left < box.right && box.right <= static_cast<float>(width) &&
                   0 <= box.top && box.top < box.bottom && box.bottom <= static_cast<float>(height),
               "box {}, {}, {}, {} in an image of {}x{}", box.left, box.top, box.right, box.bottom, height,
               width);
  if (to_width != width || !is_whole(box.left, box.right, width))
    across_ = pillow_bilinear_taps(width, box.left, box.right, to_width);
  if (to_height != height || !is_whole(box.top, box.bottom, height))
    down_ = pillow_bilinear_taps(height, box.top, box.bottom, to_height);
}

void Resizer::operator()(std::span<const std::uint8_t> from, std::span<std::uint8_t> to) const {
  const std::size_t plane = static_cast<std::size_t>(height_) * static_cast<std::size_t>(width_);
  const std::size_t to_plane = static_cast<std::size_t>(to_height_) * static_cast<std::size_t>(to_width_);
  const std::size_t channels = from.size() / plane;
  HYBRID_CHECK(from.size() == channels * plane && to.size() == channels * to_plane,
               "{} pixels resized to {}, planes are {}x{} and {}x{}", from.size(), to.size(), height_, width_,
               to_height_, to_width_);
  if (filter_ == Resize::opencv_bilinear) {
    for (std::size_t c = 0; c < channels; ++c)
      resize_opencv_bilinear(from.subspan(c * plane, plane), height_, width_,
                             to.subspan(c * to_plane, to_plane), to_height_, to_width_);
    return;
  }
  const auto height = static_cast<std::size_t>(height_);
  const auto width = static_cast<std::size_t>(width_);
  const auto to_width = static_cast<std::size_t>(to_width_);
  std::vector<std::uint8_t> turned(across_.first.empty() ? 0 : plane);
  std::vector<std::uint8_t> turned_wide(across_.first.empty() ? 0 : height * to_width);
  std::vector<std::uint8_t> wide(height * to_width);
  for (std::size_t c = 0; c < channels; ++c) {
    const std::uint8_t* in = from.data() + c * plane;
    std::uint8_t* out = to.data() + c * to_plane;
    if (!across_.first.empty()) {  // along rows as along columns, on the transposed image: a row at once
      transpose(in, height, width, turned.data());
      resize_down(across_, turned.data(), height, turned_wide.data());
      transpose(turned_wide.data(), to_width, height, wide.data());
      in = wide.data();
    }
    if (down_.first.empty())
      std::copy_n(in, to_plane, out);
    else
      resize_down(down_, in, to_width, out);
  }
}

}  // namespace hybrid
