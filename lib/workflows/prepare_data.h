#pragma once
// Prepares a folder of images for training: lists its splits, and writes a smaller copy.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "config/data.h"
#include "core/log.h"
#include "image_index/image_index.h"

namespace hybrid::workflows {

struct ListedSplit {
  config::DataSplit split = config::DataSplit::train;
  std::string name;
  image_index::ImageIndex index;
};

/// Lists those of train and test that exist; the lists are stored in `cache` for later runs.
/// @throws DataError if neither exists or one is damaged
std::vector<ListedSplit> list_splits(const std::filesystem::path& root, config::ClassOrder order,
                                     const std::filesystem::path& cache, Logger& log);

struct CopyRequest {
  std::filesystem::path root;  ///< folder of the images
  std::filesystem::path out;   ///< folder of the copy, outside `root`
  int image_size = 0;          ///< shorter side of an image, pixels
  int quality = 0;             ///< JPEG quality
  int threads = 0;             ///< 0: as many as can run (core/cpus.h)
  bool force = false;          ///< replace another copy, or a class list
};

/// The shards of a split.
struct CopiedSplit {
  std::string name;
  /// Numbers of shards; kept: written by an earlier, interrupted call.
  std::size_t written = 0, kept = 0;
  std::uint64_t bytes = 0;  ///< of all shards
};

/// Writes the copies.
/// @throws DataError for splits with different classes, or if a file cannot be read or written
/// @throws OccupiedPlace if files would be replaced
/// @throws Infeasible in a build that cannot decode image files
/// @throws Interrupted if the user interrupts
std::vector<CopiedSplit> copy_splits(const CopyRequest& request, const std::vector<ListedSplit>& splits,
                                     Logger& log);

}  // namespace hybrid::workflows
