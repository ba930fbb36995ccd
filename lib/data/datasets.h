#pragma once

#include <filesystem>
#include <vector>

#include "config/data.h"
#include "data/image_dataset.h"

namespace hybrid {

struct Datasets {
  ImageDataset train;
  ImageDataset test;
};

/// What load_datasets would read. @throws DataError if a file is missing.
std::vector<std::filesystem::path> input_files_of(const DataConfig& config);

/// The data set a config asks for, cut to its limits. @throws DataError if its files are missing or damaged.
Datasets load_datasets(const DataConfig& config);

}  // namespace hybrid
