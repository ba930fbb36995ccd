#pragma once

#include <cstddef>
#include <vector>

#include "config/data.h"
#include "core/seed.h"
#include "data/image_dataset.h"

namespace hybrid {

/// How the training images are shared out; disjoint, ascending rows. The test images are a file of their own.
struct DataParts {
  std::vector<std::size_t> train;   ///< for the networks
  std::vector<std::size_t> oracle;  ///< held out for the oracle's labels: the networks never see them
  std::vector<std::size_t> tune;    ///< held out for thresholds; empty if the test images' halves serve
};

/// Stratified by label. @throws DataError if a part that is asked for would be empty.
DataParts share_out(const ImageDataset& images, const DataConfig& config, SeedTree seed);

}  // namespace hybrid
