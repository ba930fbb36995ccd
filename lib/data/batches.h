#pragma once
// Mini-batches: which examples, in which order, and their pixels as the networks take them. Everything random
// follows from the seed given, so a batch does not depend on the batches before it. Filling one
// costs at most a fiftieth of the training step it feeds: there is no background thread.

#include <cstddef>
#include <span>
#include <vector>

#include "config/optimizer.h"
#include "core/seed.h"
#include "data/image_dataset.h"
#include "data/prepare.h"

namespace hybrid {

/// One epoch: the numbers 0 to n-1 shuffled and cut into ceil(n / size) batches whose sizes differ by at most
/// one, so that none is too small for batch norm. Requires size > 0.
std::vector<std::vector<std::size_t>> shuffled_batches(std::size_t n, std::size_t size, SeedTree seed);

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

/// Writes float32 [rows, channels, height, width], the shape being prepared_shape of the data set's. How a row is changed
/// follows from the seed and the row alone: whoever is shown it with the same seed sees the same view, in whatever batch
/// and size.
void fill_images(const ImageDataset& dataset, std::span<const std::size_t> rows,
                 const Preparation& preparation, const Augmentation& augmentation, SeedTree seed,
                 std::span<float> out);

}  // namespace hybrid
