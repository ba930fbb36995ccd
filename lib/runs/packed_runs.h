#pragma once
// Runs in zip archives, as written by scripts/publish_results: one folder per run, with all its files
// unchanged.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runs/run_folder.h"

namespace hybrid::runs {

/// The runs in an archive, or in the archives (*.zip) of a folder. Unpacked files are removed on destruction.
class PackedRuns {
 public:
  /// Reads the contents of the archives; a missing folder or archive contains none.
  /// @throws DataError if an archive is damaged
  explicit PackedRuns(const std::filesystem::path& folder);

  /// Returns the names of all runs, in their order.
  std::vector<std::string> names() const;
  bool has(const std::string& name) const { return archives_.contains(name); }
  /// Returns the run's location for messages: "results/published/pair.zip/pair-5fps-main".
  std::filesystem::path place_of(const std::string& name) const { return archives_.at(name) / name; }
  /// Unpacks the run.
  /// @throws DataError if its archive is damaged, or a file differs from its manifest
  FinishedRun unpack(const std::string& name);
  /// The same without looking at the hashes of its files.
  FinishedRun unpack_unchecked(const std::string& name);

 private:
  struct RemoveFolder {
    void operator()(const std::filesystem::path* folder) const;
  };

  std::map<std::string, std::filesystem::path> archives_;                ///< by name of the run
  std::unique_ptr<const std::filesystem::path, RemoveFolder> unpacked_;  ///< created on first use
};

}  // namespace hybrid::runs
