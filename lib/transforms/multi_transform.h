#pragma once
// From an image of a data set to what networks are shown of it, in 8 bits: one decode for all of them. Images
// to train on are decoded at the smallest scale that serves the one that needs most; networks are evaluated
// on full decodes, so that their answers are those of torchvision's pixels, whoever else is asked.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "images/image_source.h"
#include "transforms/augment.h"
#include "transforms/preprocess.h"

namespace hybrid {

/// From an image of the data set to the input of a network, before normalisation: augmentation, then
/// preprocessing.
struct Transform {
  Preprocessing preprocessing;
  SeededAugmentation augmentation = {};
  bool operator==(const Transform&) const = default;
};

/// Raise it when the pixels of any transform change: what was computed of them and kept is then made again.
inline constexpr int kTransformsVersion = 3;

/// The shapes of those transforms of the images. The first image is read for it.
std::vector<Shape> transformed_shapes(const ImageSource& images, std::span<const Transform> transforms);

/// Makes the transforms of one image after another, for one thread. Keeps what depends on an image's shape
/// alone.
class MultiTransform {
 public:
  /// Both must outlive it. @param shapes as transformed_shapes gives them
  MultiTransform(const ImageSource& images, std::span<const Transform> transforms,
                 std::span<const Shape> shapes);

  /// Writes each transform of the image at `row` to its span, [channels, height, width] of its shape. How it
  /// is changed follows from the transforms' seed and the row alone: whoever is shown it with the same seed
  /// sees the same transform, in whatever batch and size. @throws DataError if it cannot be read, or has
  /// another shape where its size is to stay
  void operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out);

 private:
  /// What is drawn for each transform of that image.
  std::vector<AugmentationDraw> draw(std::size_t row, int height, int width) const;
  /// The largest needed_side (augment.h).
  int needed_by_all(std::span<const AugmentationDraw> draws, int height, int width) const;
  void make(std::size_t transform, const Image& image, const Shape& full, const AugmentationDraw& draw,
            std::span<std::uint8_t> out);

  const ImageSource& images_;
  std::span<const Transform> transforms_;
  std::span<const Shape> shapes_;
  std::vector<std::optional<ResizeAndCrop>>
      resizers_;  ///< of each transform, for the shape of the last image
  std::vector<std::vector<std::uint8_t>> erased_colors_;  ///< of each transform, what erased pixels become
};

}  // namespace hybrid
