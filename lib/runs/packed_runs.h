#pragma once
// Runs packed in zip archives, as scripts/publish_results leaves them: a folder per run, every file as the
// run wrote it.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "runs/run_folder.h"

namespace hybrid::runs {

/// The runs in the archives (*.zip) of a folder. What was unpacked is removed with this.
class PackedRuns {
 public:
  /// Reads what the archives hold; a folder that is not there holds none. @throws DataError if one is damaged
  explicit PackedRuns(const std::filesystem::path& folder);

  bool has(const std::string& name) const { return archives_.contains(name); }
  /// Where the run lies, for people: "results/published/pair.zip/pair-5fps-main".
  std::filesystem::path place_of(const std::string& name) const { return archives_.at(name) / name; }
  /// Unpacks the run. @throws DataError if its archive is damaged, or a file is not the one in its manifest
  FinishedRun unpack(const std::string& name);

 private:
  struct RemoveFolder {
    void operator()(const std::filesystem::path* folder) const;
  };

  std::map<std::string, std::filesystem::path> archives_;                ///< by the runs' names
  std::unique_ptr<const std::filesystem::path, RemoveFolder> unpacked_;  ///< made when first needed
};

}  // namespace hybrid::runs
