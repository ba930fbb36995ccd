#pragma once
// Made-up images whose right answer is known, for trials and tests that train in seconds: 12x12 grey, ten
// classes. A class is a group of two, told by a bar on top, and a member of the group, told by marks at the
// bottom:
// - easy images have one mark, on the left or on the right: any linear model tells;
// - hard images have two marks, at equal or at different heights, an exclusive or: each pixel has the same
// mean for both
//   members, so a linear model guesses, and a network with enough layers tells.
// A linear model therefore gets to 1 - kSyntheticHardShare / 2 and no further; a convolutional network gets
// to 1.

#include <cstddef>
#include <vector>

#include "core/seed.h"
#include "images/image_dataset.h"

namespace hybrid {

inline constexpr double kSyntheticHardShare = 0.3;

struct SyntheticImages {
  ImageDataset dataset;
  std::vector<bool> hard;  ///< [n]
};

/// Of every hundred images in a row each class has ten, of which three are hard.
SyntheticImages make_synthetic(std::size_t n, SeedTree seed);

}  // namespace hybrid
