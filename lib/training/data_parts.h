#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "config/data.h"
#include "core/seed.h"
#include "image_index/readable_images.h"

namespace hybrid::training {

/// The partition of the training images, in disjoint, ascending rows. The test images are separate.
struct DataParts {
  std::vector<std::size_t> train;   ///< for the networks
  std::vector<std::size_t> oracle;  ///< held out for oracle labels; not used to train the networks
  /// Held out for thresholds; empty with two-fold cross-fitting on the test images.
  std::vector<std::size_t> tune;
};

/// Partitions the images, stratified by label. Skipped images are in no part, and the others are in the same
/// part as if none had been skipped.
/// @throws DataError if a required part would be empty
DataParts split_training_images(const images::ImageSource& images, const config::DataConfig& config,
                                SeedTree seed, std::span<const image_index::SkippedImage> skipped);

/// Returns the labels of all images.
std::vector<std::int32_t> labels_of(const images::ImageSource& images);

}  // namespace hybrid::training
