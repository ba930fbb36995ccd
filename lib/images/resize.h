#pragma once
// Resizing 8-bit images exactly as the libraries do that published networks were trained with; a network's
// accuracy depends on it. Pillow's BILINEAR and BICUBIC (Image.resize, libImaging/Resample.c, up to Pillow
// 12): a triangle as wide as two pixels, or a cubic (a = -1/2) as wide as four, of the smaller of both
// images, coefficients in 22-bit fixed point, first along rows, rounded to 8 bits, then along columns. Pillow
// 13 goes along columns first where height and width change by some different factors, which moves pixels by
// one level; published networks were trained before it, and squares stay the same. Tested bit for bit against
// Pillow 12 (tests/peers/data) and against a naive twin.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "config/input.h"

namespace hybrid {

/// The part of an image that is resized, in pixels, not necessarily whole ones: Pillow's `box`.
struct Box {
  float left = 0;
  float top = 0;
  float right = 0;
  float bottom = 0;
};

/// The part of the result that is wanted, in its pixels.
struct Window {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
};

/// Along one axis: output i is the sum over j < count[i] of weights[i * stride + j] * input[first[i] + j],
/// rounded from 22-bit fixed point and clamped. Weights at or beyond count[i] are 0.
struct ResizeTaps {
  std::vector<int> first;
  std::vector<int> count;
  std::vector<std::int32_t> weights;
  std::size_t stride = 0;
};

/// Pillow's, of an axis of `from` pixels whose part from `begin` to `end` becomes `to` pixels. Only the
/// outputs of [skip, skip + wanted) are there.
ResizeTaps pillow_taps(Resize filter, int from, float begin, float end, int to, int skip, int wanted);

/// Resizes images of one size to another; what depends on the sizes alone is computed once.
class Resizer {
 public:
  /// Requires sizes > 0. @throws Infeasible for opencv_bilinear in a build without OpenCV
  Resizer(Resize filter, int height, int width, int to_height, int to_width);
  /// Pillow's BILINEAR, of a part of the image. Requires an area above 0 within the image.
  Resizer(const Box& box, int height, int width, int to_height, int to_width);
  /// The pixels of `window` alone, the same as in the whole result, at a fraction of the time. Requires a
  /// window within it; of opencv_bilinear a box that is the whole image.
  Resizer(Resize filter, const Box& box, int height, int width, int to_height, int to_width,
          const Window& window);

  /// `from` [channels, height, width] to `to` [channels, to_height, to_width], or of the window's size. May
  /// be called from several threads.
  void operator()(std::span<const std::uint8_t> from, std::span<std::uint8_t> to) const;

 private:
  void resize_plane(const std::uint8_t* from, std::uint8_t* to, std::vector<std::uint8_t>& wide) const;

  Resize filter_;
  int height_, width_, to_height_, to_width_;
  Window window_;
  ResizeTaps across_,
      down_;  ///< of Pillow's filters, within the window; no taps for an axis that stays as it is
};

}  // namespace hybrid
