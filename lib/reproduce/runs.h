#pragma once
// The finished experiments used by the tables, by their names in scripts/reproduce.mk. A run is accepted only
// if its files are unchanged, its manifest names that experiment and seed, and its results version and config
// are the current ones.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runs/curves_file.h"
#include "runs/packed_runs.h"
#include "runs/run_folder.h"

namespace hybrid::reproduce {

/// A finished run and its measured accuracies.
struct Run {
  std::filesystem::path place;  ///< for messages; for a packed run its archive and name
  runs::FinishedRun folder;
  std::vector<runs::CurveRow> curves;

  std::optional<runs::CurveRow> at(std::string_view method, double target_coverage) const {
    return runs::row_at(curves, method, target_coverage);
  }
};

/// Number of seeds that scripts/reproduce.mk trains with.
inline constexpr int kSeeds = 3;

class Runs {
 public:
  /// Opens the folders.
  /// @param folders contain runs, as folders or in archives; earlier folders take precedence
  /// @param configs folder of the current experiments
  /// @throws DataError if an archive is damaged
  Runs(const std::vector<std::filesystem::path>& folders, std::filesystem::path configs);

  /// Returns the run, or null if there is none of that name.
  /// @throws DataError if the run does not match its name, stating the difference
  const Run* find(const std::string& name);
  /// Whether there is a run of that name; does not add to missing().
  bool has(const std::string& name) const;
  /// Returns the runs of all seeds, "quickstart-seed1" to kSeeds; empty if one is missing.
  std::vector<const Run*> seeds(const std::string& name);

  /// Returns all runs that were found, by name.
  const std::map<std::string, Run>& used() const { return found_; }
  /// Returns the names of all runs that were requested but not found.
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
