#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "config/data.h"
#include "data/image_dataset.h"
#include "data/image_source.h"

namespace hybrid {

struct Datasets {
  ImageDataset train;
  ImageDataset test;
};

/// What load_datasets would read: files, or the split's folder of an image folder. @throws DataError if one is missing.
std::vector<std::filesystem::path> input_files_of(const DataConfig& config);
/// What open_images would read.
std::vector<std::filesystem::path> input_files_of(const DataConfig& config, DataSplit split);

/// The data set a config asks for, in memory, cut to its limits. Where `cache` is a folder, a large image folder is listed
/// once and the list kept there (index_cache.h). @throws DataError if its files are missing or damaged,
/// or an image folder's images are not of one size.
Datasets load_datasets(const DataConfig& config, const std::filesystem::path& cache = {});

/// One part of it, cut to its limit, for prediction: images of CIFAR and of image folders are read when they are
/// asked for. The same images and labels in the same order as load_datasets gives.
std::unique_ptr<ImageSource> open_images(const DataConfig& config, DataSplit split,
                                         const std::filesystem::path& cache = {});

}  // namespace hybrid
