#pragma once
// The finished experiments that tables are made of, by their names in scripts/reproduce.mk. A run is taken
// only if it is what its name promises: its files are as it wrote them, its manifest names that experiment
// and seed, results have the same version today, and its config is today's.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runs/curves_file.h"
#include "runs/packed_runs.h"
#include "runs/run_folder.h"

namespace hybrid::reproduce {

/// A finished run and the accuracies it measured.
struct Run {
  std::filesystem::path place;  ///< for people; of a packed run its archive and name
  runs::FinishedRun folder;
  std::vector<runs::CurveRow> curves;

  std::optional<runs::CurveRow> at(std::string_view method, double target_coverage) const {
    return runs::row_at(curves, method, target_coverage);
  }
};

/// How often scripts/reproduce.mk trains with another seed.
inline constexpr int kSeeds = 3;

class Runs {
 public:
  /// @param folders that hold runs, as folders or packed in archives; the first one's come first
  /// @param configs the folder of today's experiments
  /// @throws DataError if an archive is damaged
  Runs(const std::vector<std::filesystem::path>& folders, std::filesystem::path configs);

  /// Nothing if there is no such run. @throws DataError if it is not what its name promises, with the
  /// difference
  const Run* find(const std::string& name);
  /// Whether there is a run of that name; one that is not is not missed.
  bool has(const std::string& name) const;
  /// The runs of all seeds, "quickstart-seed1" to kSeeds: all or, if one is missing, none.
  std::vector<const Run*> seeds(const std::string& name);

  /// All that were found, by name.
  const std::map<std::string, Run>& used() const { return found_; }
  /// All that were asked for and are not there.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  struct Folder {
    std::filesystem::path path;
    runs::PackedRuns packed;
    bool has_folder(const std::string& run) const;
  };

  std::vector<Folder> folders_;
  std::filesystem::path configs_;
  std::map<std::string, Run> found_;
  std::vector<std::string> missing_;
};

}  // namespace hybrid::reproduce
