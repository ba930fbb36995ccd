#pragma once
// The transforms of an image for several networks, in 8 bits, from a single decode. Training images are
// decoded at the smallest scale that suffices for all transforms. Evaluation decodes at full size, so that
// the pixels equal torchvision's, whichever other networks run on the image.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "images/image_source.h"
#include "transforms/augment.h"
#include "transforms/preprocess.h"

namespace hybrid::transforms {

/// From an image of the data set to the input of a network, before normalisation: augmentation, then
/// preprocessing.
struct Transform {
  Preprocessing preprocessing;
  SeededAugmentation augmentation = {};
  bool operator==(const Transform&) const = default;
};

/// Increase it when the pixels of any transform change, which invalidates cached outputs.
inline constexpr int kTransformsVersion = 3;

/// Returns the shapes of the transformed images; reads the first image.
std::vector<arch::Shape> transformed_shapes(const images::ImageSource& images,
                                            std::span<const Transform> transforms);

/// Computes the transforms of one image after another, in one thread. Caches what depends only on an image's
/// shape.
class MultiTransform {
 public:
  /// `images` and `transforms` must outlive it.
  /// @param shapes from transformed_shapes
  MultiTransform(const images::ImageSource& images, std::span<const Transform> transforms,
                 std::span<const arch::Shape> shapes);

  /// Writes each transform of the image at `row` to its span [channels, height, width]. The augmentation
  /// depends only on the transform's seed and the row, not on the batch or the input size.
  /// @throws DataError if the image cannot be read, or has a different shape although the transform keeps its
  /// size
  void operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out);

 private:
  /// Draws the parameters of each transform of the image.
  std::vector<AugmentationDraw> draw(std::size_t row, int height, int width) const;
  /// Returns the largest needed_side (augment.h) of all transforms.
  int needed_by_all(std::span<const AugmentationDraw> draws, int height, int width) const;
  void make(std::size_t transform, const images::Image& image, const arch::Shape& full,
            const AugmentationDraw& draw, std::span<std::uint8_t> out);

  const images::ImageSource& images_;
  std::span<const Transform> transforms_;
  std::span<const arch::Shape> shapes_;
  /// For each transform and the shape of the last image.
  std::vector<std::optional<ResizeAndCrop>> resizers_;
  std::vector<std::vector<std::uint8_t>> erased_colors_;  ///< for each transform, the colour of erased pixels
};

}  // namespace hybrid::transforms
