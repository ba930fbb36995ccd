#pragma once
// Images of any number and size, below one root, for each split in one of the ways that image data sets come
// (split_place.h): a folder per class, a list, a tar file, shards. Where imagenet_wnids.txt lies in the root
// or beside it, its lines ("n01440764 tench") are the classes and their order, so that a sample that lacks
// most classes still has the labels of all.

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

namespace hybrid {

/// The folder: `configured` as it is written, or below $HYBRID_DATA. @throws DataError that lists where it
/// was looked for and says what belongs there
std::filesystem::path image_folder_root(const std::string& configured);

/// @throws DataError that says what is looked for, if the split is not there
SplitPlace image_folder_place(const std::filesystem::path& root, DataSplit split);

/// The files and folders that decide the split's images: those above, what a list names, and the list of
/// classes if there is one.
std::vector<std::filesystem::path> image_folder_inputs(const std::filesystem::path& root, DataSplit split);

/// What list_folders, list_csv, list_tar or list_shards says of the split, once for all where `cache` is a
/// folder (index_cache.h). `progress` is told of archives alone.
ImageIndex image_folder_index(const std::filesystem::path& root, DataSplit split,
                              const std::filesystem::path& cache = {}, const ListProgress& progress = {});

/// indexed_images of that. @throws DataError if the images cannot be listed
std::unique_ptr<ImageSource> open_image_folder(const std::filesystem::path& root, DataSplit split,
                                               std::size_t limit = 0, int size = 0,
                                               const std::filesystem::path& cache = {});

}  // namespace hybrid
