#include "images/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "core/error.h"
#include "images/opencv_images.h"

// The loops below are compiled for several vector units, selected at run time, because Debian's baseline has
// no vector multiplication of 32-bit integers. Integer sums give the same result on all.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define HYBRID_FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define HYBRID_FOR_EACH_PROCESSOR
#endif

namespace hybrid::images {
namespace {

constexpr int kFractionBits = 22;
constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);
constexpr std::size_t kLanes = 16;  ///< pixels per vector

double triangle(double x) {
  return std::max(0.0, 1.0 - std::abs(x));
}

double cubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

/// Computes out[x] for `width` columns: the weighted sum of a column's pixels in rows that are `stride`
/// apart.
HYBRID_FOR_EACH_PROCESSOR void combine_rows(const std::uint8_t* rows, std::size_t stride,
                                            const std::int32_t* weights, std::size_t count, std::size_t width,
                                            std::uint8_t* out) {
  std::size_t x = 0;
  for (; x + kLanes <= width; x += kLanes) {
    std::array<std::int32_t, kLanes> sums;
    sums.fill(kHalf);
    for (std::size_t j = 0; j < count; ++j)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        sums[lane] += weights[j] * std::int32_t{rows[j * stride + x + lane]};
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      out[x + lane] = static_cast<std::uint8_t>(std::clamp(sums[lane] >> kFractionBits, 0, 255));
  }
  for (; x < width; ++x) {
    std::int32_t sum = kHalf;
    for (std::size_t j = 0; j < count; ++j) sum += weights[j] * std::int32_t{rows[j * stride + x]};
    out[x] = static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
  }
}

using Lanes = std::uint8_t __attribute__((vector_size(kLanes)));

/// Returns the first halves of two rows, interleaved pixel by pixel; interleave_high the second halves.
Lanes interleave_low(Lanes a, Lanes b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

Lanes interleave_high(Lanes a, Lanes b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/// Transposes sixteen rows of sixteen pixels by interleaving the first eight with the last eight four times.
void transpose(std::array<Lanes, kLanes>& rows) {
  std::array<Lanes, kLanes> next;
  for (int round = 0; round < 4; ++round) {
    for (std::size_t i = 0; i < kLanes / 2; ++i) {
      next[2 * i] = interleave_low(rows[i], rows[i + kLanes / 2]);
      next[2 * i + 1] = interleave_high(rows[i], rows[i + kLanes / 2]);
    }
    rows = next;
  }
}

/// Transposes columns [begin, end) of up to sixteen rows, `stride` apart, to [end - begin, kLanes]. Missing
/// rows are zeros.
void turn_rows(const std::uint8_t* from, std::size_t stride, std::size_t rows, std::size_t begin,
               std::size_t end, std::uint8_t* to) {
  std::array<Lanes, kLanes> block;
  for (std::size_t x = begin; x < end; x += kLanes) {
    const std::size_t width = std::min(kLanes, end - x);
    block.fill(Lanes{});
    for (std::size_t y = 0; y < rows; ++y) std::memcpy(&block[y], from + y * stride + x, width);
    transpose(block);
    std::memcpy(to, block.data(), width * kLanes);
    to += width * kLanes;
  }
}

/// Transposes back from [width, kLanes] to [rows, width].
void turn_back(const std::uint8_t* from, std::size_t width, std::size_t rows, std::uint8_t* to) {
  std::array<Lanes, kLanes> block;
  for (std::size_t x = 0; x < width; x += kLanes) {
    const std::size_t columns = std::min(kLanes, width - x);
    std::memcpy(block.data(), from + x * kLanes, columns * kLanes);
    transpose(block);
    for (std::size_t y = 0; y < rows; ++y) std::memcpy(to + y * width + x, &block[y], columns);
  }
}

/// Returns the range of inputs that the taps use, [first, second).
std::pair<std::size_t, std::size_t> reach_of(const ResizeTaps& taps) {
  return {static_cast<std::size_t>(taps.first.front()),
          static_cast<std::size_t>(taps.first.back() + taps.count.back())};
}

/// Resizes along the rows, from [rows, width] to [rows, taps]: sixteen rows at a time are transposed, so that
/// combine_rows applies.
void resize_across(const ResizeTaps& taps, const std::uint8_t* from, std::size_t width, std::size_t rows,
                   std::uint8_t* to) {
  const std::size_t outputs = taps.first.size();
  const auto [begin, end] = reach_of(taps);
  std::vector<std::uint8_t> turned((end - begin) * kLanes);
  std::vector<std::uint8_t> narrow(outputs * kLanes);
  for (std::size_t y = 0; y < rows; y += kLanes) {
    const std::size_t count = std::min(kLanes, rows - y);
    turn_rows(from + y * width, width, count, begin, end, turned.data());
    for (std::size_t x = 0; x < outputs; ++x)
      combine_rows(turned.data() + (static_cast<std::size_t>(taps.first[x]) - begin) * kLanes, kLanes,
                   taps.weights.data() + x * taps.stride, static_cast<std::size_t>(taps.count[x]), kLanes,
                   narrow.data() + x * kLanes);
    turn_back(narrow.data(), outputs, count, to + y * outputs);
  }
}

bool is_whole(float begin, float end, int size) {
  return begin == 0.0F && end == static_cast<float>(size);
}

Box whole(int height, int width) {
  return {.right = static_cast<float>(width), .bottom = static_cast<float>(height)};
}

}  // namespace

ResizeTaps pillow_taps(config::Resize filter, int from, float begin, float end, int to, int skip,
                       int wanted) {
  const bool bicubic = filter == config::Resize::pillow_bicubic;
  const double scale = static_cast<double>(end - begin) / to;
  const double stretch = std::max(scale, 1.0);
  const double reach = (bicubic ? 2.0 : 1.0) * stretch;
  ResizeTaps taps;
  taps.stride = static_cast<std::size_t>(std::ceil(reach)) * 2 + 1;
  taps.weights.assign(static_cast<std::size_t>(wanted) * taps.stride, 0);
  std::vector<double> weights(taps.stride);
  for (int i = skip; i < skip + wanted; ++i) {
    const double center = static_cast<double>(begin) + (i + 0.5) * scale;
    const int first = std::max(static_cast<int>(center - reach + 0.5), 0);
    const int count = std::min(static_cast<int>(center + reach + 0.5), from) - first;
    double total = 0.0;
    for (int j = 0; j < count; ++j) {
      const double distance = (j + first - center + 0.5) * (1.0 / stretch);
      const double weight = bicubic ? cubic(distance) : triangle(distance);
      weights[static_cast<std::size_t>(j)] = weight;
      total += weight;
    }
    std::int32_t* to_weights = taps.weights.data() + static_cast<std::size_t>(i - skip) * taps.stride;
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j) {
      const double weight = weights[j] / total * (1 << kFractionBits);
      to_weights[j] = static_cast<std::int32_t>(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  return taps;
}

Resizer::Resizer(config::Resize filter, int height, int width, int to_height, int to_width)
    : Resizer(filter, whole(height, width), height, width, to_height, to_width,
              {.height = to_height, .width = to_width}) {}

Resizer::Resizer(const Box& box, int height, int width, int to_height, int to_width)
    : Resizer(config::Resize::pillow_bilinear, box, height, width, to_height, to_width,
              {.height = to_height, .width = to_width}) {}

Resizer::Resizer(config::Resize filter, const Box& box, int height, int width, int to_height, int to_width,
                 const Window& window)
    : filter_(filter),
      height_(height),
      width_(width),
      to_height_(to_height),
      to_width_(to_width),
      window_(window) {
  HYBRID_CHECK(height > 0 && width > 0 && to_height > 0 && to_width > 0, "{}x{} resized to {}x{}", height,
               width, to_height, to_width);
  HYBRID_CHECK(0 <= box.left && box.left < box.right && box.right <= static_cast<float>(width) &&
                   0 <= box.top && box.top < box.bottom && box.bottom <= static_cast<float>(height),
               "box {}, {}, {}, {} in an image of {}x{}", box.left, box.top, box.right, box.bottom, height,
               width);
  HYBRID_CHECK(window.height > 0 && window.width > 0 && window.top >= 0 && window.left >= 0 &&
                   window.height <= to_height - window.top && window.width <= to_width - window.left,
               "window of {}x{} at {}, {} in a result of {}x{}", window.height, window.width, window.top,
               window.left, to_height, to_width);
  const bool stays_across = to_width == width && is_whole(box.left, box.right, width);
  const bool stays_down = to_height == height && is_whole(box.top, box.bottom, height);
  if (stays_across && stays_down) filter_ = config::Resize::pillow_bilinear;  // any filter then only copies
  if (filter_ == config::Resize::opencv_bilinear) {
    require_image_files("input.resize: opencv_bilinear");
    HYBRID_CHECK(is_whole(box.left, box.right, width) && is_whole(box.top, box.bottom, height),
                 "opencv_bilinear of a part of an image");
    return;
  }
  if (!stays_across)
    across_ = pillow_taps(filter, width, box.left, box.right, to_width, window.left, window.width);
  if (!stays_down)
    down_ = pillow_taps(filter, height, box.top, box.bottom, to_height, window.top, window.height);
}

void Resizer::resize_plane(const std::uint8_t* from, std::uint8_t* to,
                           std::vector<std::uint8_t>& wide) const {
  auto stride = static_cast<std::size_t>(width_);
  const auto height = static_cast<std::size_t>(window_.height),
             width = static_cast<std::size_t>(window_.width);
  const std::size_t begin =
      down_.first.empty() ? static_cast<std::size_t>(window_.top) : reach_of(down_).first;
  const std::size_t end = down_.first.empty() ? begin + height : reach_of(down_).second;
  from += begin * stride;
  if (across_.first.empty()) {
    from += window_.left;
  } else {
    wide.resize((end - begin) * width);
    resize_across(across_, from, stride, end - begin, wide.data());
    from = wide.data();
    stride = width;
  }
  for (std::size_t y = 0; y < height; ++y, to += width)
    if (down_.first.empty())
      std::copy_n(from + y * stride, width, to);
    else
      combine_rows(from + (static_cast<std::size_t>(down_.first[y]) - begin) * stride, stride,
                   down_.weights.data() + y * down_.stride, static_cast<std::size_t>(down_.count[y]), width,
                   to);
}

void Resizer::operator()(std::span<const std::uint8_t> from, std::span<std::uint8_t> to) const {
  const std::size_t plane = static_cast<std::size_t>(height_) * static_cast<std::size_t>(width_);
  const std::size_t to_plane =
      static_cast<std::size_t>(window_.height) * static_cast<std::size_t>(window_.width);
  const std::size_t channels = from.size() / plane;
  HYBRID_CHECK(from.size() == channels * plane && to.size() == channels * to_plane,
               "{} pixels resized to {}, planes are {}x{} and {}x{}", from.size(), to.size(), height_, width_,
               window_.height, window_.width);
  std::vector<std::uint8_t> between;  // buffer for one plane
  for (std::size_t c = 0; c < channels; ++c) {
    const auto in = from.subspan(c * plane, plane);
    std::uint8_t* out = to.data() + c * to_plane;
    if (filter_ != config::Resize::opencv_bilinear) {
      resize_plane(in.data(), out, between);
      continue;
    }
    between.resize(static_cast<std::size_t>(to_height_) * static_cast<std::size_t>(to_width_));
    resize_opencv_bilinear(in, height_, width_, between, to_height_, to_width_);
    for (int y = 0; y < window_.height; ++y, out += window_.width)
      std::copy_n(between.data() + std::ptrdiff_t{window_.top + y} * to_width_ + window_.left, window_.width,
                  out);
  }
}

}  // namespace hybrid::images
