#pragma once
// Synthetic images with known classes, for trials and tests that train in seconds: 12x12 grey, ten classes.
// A class is one of five groups, shown by a bar at the top, and one of two members, shown by marks at the
// bottom:
// - easy images have one mark, on the left or on the right, which any linear model distinguishes;
// - hard images have two marks, at equal or at different heights, an exclusive or: each pixel has the same
//   mean for both members, so a linear model guesses, while a network with enough layers distinguishes them.
// A linear model therefore reaches an accuracy of at most 1 - kSyntheticHardShare / 2, a convolutional
// network 1.

#include <cstddef>
#include <vector>

#include "core/seed.h"
#include "images/image_dataset.h"

namespace hybrid::datasets {

inline constexpr double kSyntheticHardShare = 0.3;

struct SyntheticImages {
  images::ImageDataset dataset;
  std::vector<bool> hard;  ///< [n]
};

/// Makes n images. Every hundred consecutive images have ten of each class, three of them hard.
SyntheticImages make_synthetic(std::size_t n, SeedTree seed);

}  // namespace hybrid::datasets
