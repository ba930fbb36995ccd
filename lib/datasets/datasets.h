#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "config/data.h"
#include "core/log.h"
#include "image_index/readable_images.h"

namespace hybrid {

struct Datasets {
  std::unique_ptr<ImageSource> train, test;               ///< what can be read of it
  std::vector<SkippedImage> skipped_train, skipped_test;  ///< the rest, with OnBadImage::skip
};

/// What load_datasets would read: files, or the split's folder of an image folder. @throws DataError if one
/// is missing.
std::vector<std::filesystem::path> input_files_of(const DataConfig& config);
/// What open_images would read.
std::vector<std::filesystem::path> input_files_of(const DataConfig& config, DataSplit split);

/// One split of the data set a config asks for, cut to its limit. Images of CIFAR and of image folders are
/// read when they are asked for, except that data.image_size brings those of a folder into memory. Where
/// `cache` is a folder, a large image folder is listed once and the list kept there (index_cache.h), as are
/// those that cannot be read (readable_images.h, which looks for them on `threads` threads).
/// @throws DataError if files are missing or damaged
ReadableImages open_images(const DataConfig& config, DataSplit split, Logger& log,
                           const std::filesystem::path& cache = {}, int threads = 1);

/// Both splits of it.
Datasets load_datasets(const DataConfig& config, Logger& log, const std::filesystem::path& cache = {},
                       int threads = 1);

}  // namespace hybrid
