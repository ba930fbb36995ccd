#pragma once
// Checks whether the images in a data set's folder can be read and its files are the published ones.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid::workflows {

struct VerifyRequest {
  std::filesystem::path folder;  ///< or the archive of a data set
  /// Decode every image; false: 200 of each split, and no checksums of large files.
  bool all = false;
  int threads = 0;  ///< 0: as many as can run (core/cpus.h)
};

/// A split, or a folder of texts.
struct VerifiedSplit {
  std::string name;
  std::size_t examples = 0, classes = 0, tried = 0, unreadable = 0;
  std::optional<std::size_t> other_files;  ///< files that are not examples; std::nullopt for texts
};

struct VerifiedData {
  std::vector<VerifiedSplit> splits;
  std::vector<std::string> problems;                ///< files that cannot be read, with the reason
  std::vector<std::filesystem::path> not_compared;  ///< large files whose published checksum is known
};

/// Decodes the images, and warns of files that differ from the published files of their names.
/// @throws DataError if the data set is unknown, or its files are damaged as a whole
VerifiedData verify_data(const VerifyRequest& request, Logger& log);

}  // namespace hybrid::workflows
