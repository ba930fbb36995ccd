#pragma once
// Augmentation of training images in two separate steps: drawing the parameters, which depend only on the
// image's seed and size, and changing the pixels, which depends only on the parameters. One draw serves
// transforms of every size, and images decoded at a reduced scale.
//
// The order is that of torchvision and timm: crop and mirror, resize, colours (8 bits), erase; then the
// caller normalises. Augment::flip and flip_shift change the image before it is resized.

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

namespace hybrid::transforms {

/// The augmentation of training images. Augment::flip mirrors an image left to right with probability 1/2;
/// Augment::flip_shift also moves it by up to `shift` pixels along both axes, filling with black (like
/// torchvision's RandomCrop(size, padding=shift)); Augment::random_resized_crop takes a random part
/// (random_crop.h) and mirrors it with probability 1/2.
struct Augmentation {
  config::Augment kind = config::Augment::none;  ///< none: no change, regardless of the other members
  int shift = 2;
  /// Smallest and largest share of the image for random_resized_crop.
  std::array<double, 2> crop_area{0.08, 1};
  config::ColorJitterConfig color_jitter = {};
  config::RandAugmentConfig rand_augment = {};
  double erasing = 0;  ///< probability of random_erasing.h
  bool operator==(const Augmentation&) const = default;
};
Augmentation augmentation_of(const config::SgdConfig& sgd);
/// An augmentation with its seed. Equal seeds change an image equally, whatever the size of the network's
/// input.
struct SeededAugmentation {
  Augmentation settings;
  SeedTree seed{0};

  bool operator==(const SeededAugmentation&) const = default;
};

/// Returns a text that is equal if and only if the augmentations are, for cache keys.
std::string to_string(const Augmentation& augmentation);

/// The parameters drawn for one image. The default changes no pixel, as for evaluation.
struct AugmentationDraw {
  bool mirrored = false;
  int down = 0;  ///< flip_shift: pixel (y, x) comes from (y + down, mirrored x + right)
  int right = 0;
  std::optional<images::Box> crop;          ///< random_resized_crop: in whole pixels of the full-size image
  std::vector<ColorChange> colors;          ///< in order of application
  std::vector<RandAugmentStep> operations;  ///< in order of application, after `colors`
  std::optional<ErasedPart> erased;
};

/// Draws the parameters for an image of height x width pixels at full size.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, Rng& rng, int height, int width);

/// The NeededSide (image_source.h) of a transform: returns the length of the shorter side at which an image
/// of height x width must be decoded; 0: full size.
int needed_side(const AugmentationDraw& draw, const config::InputConfig& input, int height, int width);

/// Returns the augmented and preprocessed 8-bit image [channels, size, size], or the image's own size if
/// input.size is 0. With the default draw and a full-size image this is resize_and_crop (preprocess.h).
/// @param decoded the image, possibly reduced from full_height x full_width
/// @param erased_color [channels], the colour of erased pixels: the mean colour
images::Image augmented(const images::Image& decoded, const AugmentationDraw& draw, int full_height,
                        int full_width, const config::InputConfig& input,
                        std::span<const std::uint8_t> erased_color);

}  // namespace hybrid::transforms
