#pragma once
// The runs in a folder, each with its headline, from manifest.json and metrics.json alone.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runs/run_folder.h"

namespace hybrid::runs {

/// Returns the command that made a run, "train", "train-exits" or "evaluate", told by its files.
std::string_view made_by(const FinishedRun& run);

/// The figures that tell runs apart.
struct Headline {
  std::size_t n_test = 0;
  double base_accuracy = 0, cloud_accuracy = 0;  ///< on the test part
  std::string method;                            ///< the default method (eval/routing_problem.h)
  double target_coverage = 1;                    ///< the middle one of the run's
  double matched_accuracy = 0;                   ///< of the method there
  std::string utility;  ///< what is called accuracy; empty: the share of right answers
};

struct ListedRun {
  enum class State { finished, unfinished, damaged };
  std::filesystem::path path;
  State state = State::finished;
  std::string made_by;                    ///< of a finished run
  std::string ended;                      ///< UTC, ISO 8601; of an unfinished run when it last changed
  std::optional<Headline> headline = {};  ///< of a finished run, unless its metrics lack it
  std::string fault;                      ///< of other runs: what is the matter, and what to do
};

/// Returns "finished", "unfinished", "damaged".
std::string_view name_of(ListedRun::State state);

/// Lists the runs in a folder and its subfolders, the newest first. Damaged ones are no error.
/// @throws DataError if the folder is not there or cannot be read
std::vector<ListedRun> list_runs(const std::filesystem::path& folder);

}  // namespace hybrid::runs
