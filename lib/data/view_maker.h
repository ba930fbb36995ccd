#pragma once
// From an image of a data set to what networks are shown of it, in 8 bits: one decode for all of them. Images to train on are
// decoded at the smallest scale that serves the one that needs most; networks are evaluated on full decodes, so that their
// answers are those of torchvision's pixels, whoever else is asked.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "data/batches.h"
#include "data/image_source.h"
#include "data/prepare.h"

namespace hybrid {

/// What a network is shown of images: views changed as `views` says, prepared as `preparation` says.
struct NetworkView {
  Preparation preparation;
  Views views = {};
  bool operator==(const NetworkView&) const = default;
};

/// Raise it when the pixels of any view change: what was computed of them and kept is then made again.
inline constexpr int kViewsVersion = 3;

/// The shapes of those views of the images. The first image is read for it.
std::vector<Shape> view_shapes(const ImageSource& images, std::span<const NetworkView> views);

/// Makes the views of one image after another, for one thread. Keeps what depends on an image's shape alone.
class ViewMaker {
 public:
  /// Both must outlive it. @param shapes as view_shapes gives them
  ViewMaker(const ImageSource& images, std::span<const NetworkView> views, std::span<const Shape> shapes);

  /// Writes each view of the image at `row` to its span, [channels, height, width] of its shape. How it is changed follows
  /// from the views' seed and the row alone: whoever is shown it with the same seed sees the same view, in whatever batch
  /// and size. @throws DataError if it cannot be read, or has another shape where its size is to stay
  void operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out);

 private:
  /// What is drawn for each view of that image.
  std::vector<AugmentationDraw> draw(std::size_t row, int height, int width) const;
  /// The largest needed_side (augment.h).
  int needed_by_all(std::span<const AugmentationDraw> draws, int height, int width) const;
  void make(std::size_t view, const Image& image, const Shape& full, const AugmentationDraw& draw,
            std::span<std::uint8_t> out);

  const ImageSource& images_;
  std::span<const NetworkView> views_;
  std::span<const Shape> shapes_;
  std::vector<std::optional<Preparer>> preparers_;        ///< of each view, for the shape of the last image
  std::vector<std::vector<std::uint8_t>> erased_colors_;  ///< of each view, what erased pixels become
};

}  // namespace hybrid
