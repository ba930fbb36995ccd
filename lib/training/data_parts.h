#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "config/data.h"
#include "core/seed.h"
#include "image_index/readable_images.h"

namespace hybrid {

/// How the training images are shared out; disjoint, ascending rows. The test images are a file of their own.
struct DataParts {
  std::vector<std::size_t> train;   ///< for the networks
  std::vector<std::size_t> oracle;  ///< held out for the oracle's labels: the networks never see them
  std::vector<std::size_t> tune;    ///< held out for thresholds; empty if the test images' halves serve
};

/// Stratified by label. Those images that were left out of the data set are in no part, and the others are in
/// the part where they would be if none had been. @throws DataError if a part that is asked for would be
/// empty.
DataParts share_out(const ImageSource& images, const DataConfig& config, SeedTree seed,
                    std::span<const SkippedImage> skipped);

/// The labels of all its images.
std::vector<std::int32_t> labels_of(const ImageSource& images);

}  // namespace hybrid
