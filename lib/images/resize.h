#pragma once
// Resizes 8-bit images exactly like the libraries with which published networks were trained, because a
// network's accuracy depends on it. Pillow's BILINEAR and BICUBIC (Image.resize, libImaging/Resample.c, up to
// Pillow 12): a triangle two pixels wide, or a cubic (a = -1/2) four pixels wide, in pixels of the smaller
// image; coefficients in 22-bit fixed point; first along rows, rounded to 8 bits, then along columns. For
// some pairs of scale factors Pillow 13 resizes along columns first, which changes pixels by one level;
// published networks were trained before it, and squares are unaffected. Tested bit for bit against Pillow 12
// (tests/peers/data) and against a naive implementation.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "config/input.h"

namespace hybrid::images {

/// The part of an image that is resized, in (possibly fractional) pixels: Pillow's `box`.
struct Box {
  float left = 0;
  float top = 0;
  float right = 0;
  float bottom = 0;
};

/// The part of the result that is computed, in pixels of the result.
struct Window {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
};

/// The filter along one axis: output i is the sum over j < count[i] of weights[i * stride + j] *
/// input[first[i] + j], rounded from 22-bit fixed point and clamped. Weights at or beyond count[i] are 0.
struct ResizeTaps {
  std::vector<int> first;
  std::vector<int> count;
  std::vector<std::int32_t> weights;
  std::size_t stride = 0;
};

/// Returns Pillow's filter for an axis of `from` pixels whose part from `begin` to `end` becomes `to` pixels,
/// restricted to the outputs [skip, skip + wanted).
ResizeTaps pillow_taps(config::Resize filter, int from, float begin, float end, int to, int skip, int wanted);

/// Resizes images of one size to another; values that depend only on the sizes are computed once.
class Resizer {
 public:
  /// Requires sizes > 0.
  /// @throws Infeasible for opencv_bilinear in a build without OpenCV
  Resizer(config::Resize filter, int height, int width, int to_height, int to_width);
  /// Resizes a part of the image with Pillow's BILINEAR. Requires a non-empty box within the image.
  Resizer(const Box& box, int height, int width, int to_height, int to_width);
  /// Computes only the pixels of `window`, which equal those of the whole result. Requires a window within
  /// the result; for opencv_bilinear a box that is the whole image.
  Resizer(config::Resize filter, const Box& box, int height, int width, int to_height, int to_width,
          const Window& window);

  /// Resizes `from` [channels, height, width] to `to` [channels, to_height, to_width], or to the window's
  /// size. Thread-safe.
  void operator()(std::span<const std::uint8_t> from, std::span<std::uint8_t> to) const;

 private:
  void resize_plane(const std::uint8_t* from, std::uint8_t* to, std::vector<std::uint8_t>& wide) const;

  config::Resize filter_;
  int height_, width_, to_height_, to_width_;
  Window window_;
  ResizeTaps across_,
      down_;  ///< Pillow's filters within the window; no taps for an axis that does not change
};

}  // namespace hybrid::images
