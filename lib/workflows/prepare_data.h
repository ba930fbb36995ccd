#pragma once
// A folder of images made ready for training: its splits listed once, and a smaller copy written.

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

/// Those of train and test that are there; the lists are kept in `cache` for later runs.
/// @throws DataError if neither is there or one is damaged
std::vector<ListedSplit> list_splits(const std::filesystem::path& root, const std::filesystem::path& cache,
                                     Logger& log);

struct CopyRequest {
  std::filesystem::path root;  ///< of the images
  std::filesystem::path out;   ///< of the copy, not inside of `root`
  int image_size = 0;          ///< pixels of an image's shorter side
  int quality = 0;             ///< of JPEG
  int threads = 0;             ///< 0: all cores
};

/// The shards of a split.
struct CopiedSplit {
  std::string name;
  std::size_t written = 0,
              kept = 0;     ///< shards; kept: those that were there from an earlier, broken-off call
  std::uint64_t bytes = 0;  ///< of all
};

/// @throws DataError for splits of different classes or what cannot be read or written, Infeasible in a
/// build that cannot decode image files, Interrupted
std::vector<CopiedSplit> copy_splits(const CopyRequest& request, const std::vector<ListedSplit>& splits,
                                     Logger& log);

}  // namespace hybrid::workflows
