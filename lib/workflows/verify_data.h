#pragma once
// Whether the images of a data set's folder can be read, and its files are the published ones.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid::workflows {

struct VerifyRequest {
  std::filesystem::path folder;  ///< or an archive that a data set is read from
  bool all = false;              ///< try every image; else 200 of each split, and no checksum of large files
  int threads = 0;               ///< 0: all cores
};

/// A split, or a folder of texts.
struct VerifiedSplit {
  std::string name;
  std::size_t examples = 0, classes = 0, tried = 0, unreadable = 0;
  std::optional<std::size_t> other_files;  ///< files that are no examples; empty for texts
};

struct VerifiedData {
  std::vector<VerifiedSplit> splits;
  std::vector<std::string> problems;  ///< what cannot be read, and why
};

/// Tries the images, and warns of files that differ from the published ones of their names.
/// @throws DataError if that is no data set that is known here, or its files are damaged as a whole
VerifiedData verify_data(const VerifyRequest& request, Logger& log);

}  // namespace hybrid::workflows
