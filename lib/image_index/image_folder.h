#pragma once
// Image data sets of any size below one root folder, with each split in one of the usual layouts
// (split_place.h): a folder per class, a list, a tar file, or shards. If imagenet_wnids.txt is in the root or
// next to it, its lines ("n01440764 tench") determine the classes and their order, so that a sample without
// some of the classes has the same labels.

#include <filesystem>
#include <string>
#include <vector>

#include "config/data.h"
#include "core/log.h"
#include "image_index/image_index.h"
#include "image_index/list_tar.h"
#include "image_index/split_place.h"

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

struct ListOptions {
  config::ClassOrder order = config::ClassOrder::text;  ///< of classes that no class list determines
  std::filesystem::path cache = {};  ///< folder of cached indexes (index_cache.h); may be empty
  ListProgress progress = {};        ///< called for archives only
};

/// Returns the index of the split from list_folders, list_csv, list_tar or list_shards.
/// @throws DataError if the images cannot be listed
ImageIndex image_folder_index(const std::filesystem::path& root, config::DataSplit split,
                              const ListOptions& options = {});

/// Logs the warnings of an index of a split below the root, and names the splits that are not read. What the
/// log has already is not repeated.
void report_warnings(const std::filesystem::path& root, const ImageIndex& index, Logger& log);

}  // namespace hybrid::image_index
