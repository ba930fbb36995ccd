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

namespace hybrid {

/// Per channel, of pixels scaled to [0, 1]. A pixel p becomes (p / 255 - mean) / stddev.
struct Normalization {
  std::vector<float> mean;
  std::vector<float> stddev;
  bool operator==(const Normalization&) const = default;
};

/// Mean and standard deviation of every channel over those rows: the training rows, always. A constant
/// channel gets a standard deviation of 1.
Normalization mean_std(const ImageDataset& dataset, std::span<const std::size_t> rows);

/// One epoch: the numbers 0 to n-1 shuffled and cut into ceil(n / size) batches whose sizes differ by at most
/// one, so that none is too small for batch norm. Requires size > 0.
std::vector<std::vector<std::size_t>> shuffled_batches(std::size_t n, std::size_t size, SeedTree seed);

/// Writes float32 [rows, channels, height, width]. Augment::flip mirrors each image left to right with
/// probability 1/2; Augment::flip_shift also moves it by up to two pixels either way in both directions, what
/// comes in being black.
void fill_images(const ImageDataset& dataset, std::span<const std::size_t> rows,
                 const Normalization& normalization, Augment augment, SeedTree seed, std::span<float> out);

}  // namespace hybrid
