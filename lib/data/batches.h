#pragma once
// Which examples make a mini-batch, in which order, and how images are changed at random. Everything follows from the seed
// given, so a batch does not depend on the batches before it.

#include <cstddef>
#include <span>
#include <vector>

#include "config/optimizer.h"
#include "core/seed.h"

namespace hybrid {

/// Rows of a data set, batch by batch.
using Batches = std::vector<std::vector<std::size_t>>;

/// One epoch: the numbers 0 to n-1 shuffled and cut into ceil(n / size) batches whose sizes differ by at most
/// one, so that none is too small for batch norm. Requires size > 0.
Batches shuffled_batches(std::size_t n, std::size_t size, SeedTree seed);

/// Those rows in their order, `size` to a batch but for the last. Requires size > 0.
Batches batches_in_order(std::span<const std::size_t> rows, std::size_t size);

/// How training images are changed at random, before they are resized. Augment::flip mirrors each left to right with
/// probability 1/2; Augment::flip_shift also moves it by up to `shift` pixels either way in both directions, what comes
/// in being black (as torchvision's RandomCrop(size, padding=shift) does).
struct Augmentation {
  Augment kind = Augment::none;
  int shift = 2;
};
inline Augmentation augmentation_of(const SgdConfig& sgd) {
  return {.kind = sgd.augment, .shift = sgd.shift};
}

/// How images look when a network is asked about them: as they are, or changed at random as in training. Equal seeds
/// give equal views, whatever the size of the network's input.
struct Views {
  Augmentation augmentation;
  SeedTree seed{0};
};

}  // namespace hybrid
