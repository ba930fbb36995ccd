#pragma once
// Training images changed at random, in two steps that never mix: what is drawn for an image, which follows
// from its seed and its size alone, and what becomes of its pixels, which follows from what was drawn. One
// draw serves transforms of every size, and an image decoded at a reduced scale.
//
// The order is torchvision's and timm's: cut and mirror, resize, colours (8 bits), erase; then the caller
// normalises. Augment::flip and flip_shift change the image before it is resized.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/augmentation.h"
#include "config/input.h"
#include "config/optimizer.h"
#include "core/seed.h"
#include "images/image_source.h"
#include "images/resize.h"
#include "transforms/color_jitter.h"
#include "transforms/rand_augment.h"
#include "transforms/random_erasing.h"

namespace hybrid {

/// How training images are changed at random. Augment::flip mirrors each left to right with probability 1/2;
/// Augment::flip_shift also moves it by up to `shift` pixels either way in both directions, what comes in
/// being black (as torchvision's RandomCrop(size, padding=shift) does); Augment::random_resized_crop takes a
/// random part (random_crop.h) and mirrors it with probability 1/2.
struct Augmentation {
  Augment kind = Augment::none;  ///< none: nothing is changed, whatever the rest says
  int shift = 2;
  std::array<double, 2> crop_area{
      0.08, 1};  ///< least and largest share of the image that random_resized_crop takes
  ColorJitterConfig color_jitter = {};
  RandAugmentConfig rand_augment = {};
  double erasing = 0;  ///< probability of random_erasing.h
  bool operator==(const Augmentation&) const = default;
};
Augmentation augmentation_of(const SgdConfig& sgd);
/// The augmentation of a data set's images. Equal seeds change an image equally, whatever the size of the
/// network's input.
struct SeededAugmentation {
  Augmentation settings;
  SeedTree seed{0};

  bool operator==(const SeededAugmentation&) const = default;
};

/// Equal where and only where the augmentations are, for keys of caches.
std::string to_string(const Augmentation& augmentation);

/// What was drawn for one image. The default changes nothing: the transform that a network is evaluated on.
struct AugmentationDraw {
  bool mirrored = false;
  int down = 0;  ///< of flip_shift: pixel (y, x) comes from (y + down, mirrored x + right)
  int right = 0;
  std::optional<Box> crop;          ///< of random_resized_crop, in whole pixels of the image at its full size
  std::vector<ColorChange> colors;  ///< in the order in which they are made
  std::vector<RandAugmentStep> operations;  ///< likewise, after `colors`
  std::optional<ErasedPart> erased;
};

/// For an image of height x width pixels at its full size.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, Rng& rng, int height, int width);

/// NeededSide (image_source.h) of a network's transform of an image of height x width: how long the shorter
/// side of the whole image must be decoded; 0: at its full size.
int needed_side(const AugmentationDraw& draw, const InputConfig& input, int height, int width);

/// The 8-bit transform of one image, [channels, size, size], or of its own size where input.size is 0.
/// `decoded` may be smaller than the image, which is full_height x full_width. `erased_color` [channels] is
/// what erased pixels become: the mean colour. With a draw that changes nothing and a full decode this is
/// resize_and_crop (preprocess.h).
Image augmented(const Image& decoded, const AugmentationDraw& draw, int full_height, int full_width,
                const InputConfig& input, std::span<const std::uint8_t> erased_color);

}  // namespace hybrid
