#pragma once
// Image data sets of any size below one root folder, with each split in one of the usual layouts
// (split_place.h): a folder per class, a list, a tar file, or shards. If imagenet_wnids.txt is in the root or
// next to it, its lines ("n01440764 tench") determine the classes and their order, so that a sample without
// some of the classes has the same labels.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/data.h"
#include "image_index/image_index.h"
#include "image_index/list_tar.h"
#include "image_index/split_place.h"
#include "images/image_source.h"

namespace hybrid::image_index {

/// Returns the root folder: `configured` itself, or below $HYBRID_DATA.
/// @throws DataError listing the folders tried and the expected content
std::filesystem::path image_folder_root(const std::string& configured);

/// Returns the location of a split.
/// @throws DataError listing the accepted layouts if it is missing
SplitPlace image_folder_place(const std::filesystem::path& root, config::DataSplit split);

/// Returns the files and folders that determine the split's images: its location, the files in a list, and
/// the class list if there is one.
std::vector<std::filesystem::path> image_folder_inputs(const std::filesystem::path& root,
                                                       config::DataSplit split);

/// Returns the index of the split from list_folders, list_csv, list_tar or list_shards; cached if `cache` is
/// a folder (index_cache.h). `progress` is called for archives only.
ImageIndex image_folder_index(const std::filesystem::path& root, config::DataSplit split,
                              const std::filesystem::path& cache = {}, const ListProgress& progress = {});

/// Returns indexed_images of that index.
/// @throws DataError if the images cannot be listed
std::unique_ptr<images::ImageSource> open_image_folder(const std::filesystem::path& root,
                                                       config::DataSplit split, std::size_t limit = 0,
                                                       int size = 0, const std::filesystem::path& cache = {});

}  // namespace hybrid::image_index
