#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "config/data.h"
#include "core/log.h"
#include "image_index/readable_images.h"

namespace hybrid::datasets {

struct Datasets {
  std::unique_ptr<images::ImageSource> train, test;  ///< the readable images
  std::vector<image_index::SkippedImage> skipped_train,
      skipped_test;  ///< the unreadable images, with OnBadImage::skip
};

/// Returns the inputs of load_datasets: files, or the folders of an image folder's splits.
/// @throws DataError if one is missing
std::vector<std::filesystem::path> input_files_of(const config::DataConfig& config);
/// Returns the inputs of open_images.
std::vector<std::filesystem::path> input_files_of(const config::DataConfig& config, config::DataSplit split);

/// Opens one split of the configured data set, up to its limit. Images of CIFAR and of image folders are read
/// on demand; with data.image_size, those of a folder are read into memory. If `cache` is a folder, the index
/// of a large image folder (index_cache.h) and the list of unreadable images (readable_images.h, on `threads`
/// threads) are cached there.
/// @throws DataError if files are missing or damaged
image_index::ReadableImages open_images(const config::DataConfig& config, config::DataSplit split,
                                        Logger& log, const std::filesystem::path& cache = {},
                                        int threads = 1);

/// Opens both splits.
Datasets load_datasets(const config::DataConfig& config, Logger& log, const std::filesystem::path& cache = {},
                       int threads = 1);

}  // namespace hybrid::datasets
