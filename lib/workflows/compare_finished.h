#pragma once
// Finished runs set against one of them, example by example: what their methods reach, and what else differs.

#include <filesystem>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/compare_runs.h"

namespace hybrid::workflows {

struct CompareRequest {
  std::vector<std::filesystem::path> runs;   ///< at least two; all are compared with the first
  std::vector<eval::MethodPairing> methods;  ///< empty: those that both runs have
  std::vector<double> coverages;             ///< shares kept on the device
  std::size_t bootstrap = 1000;              ///< resamples
  SeedTree seed{1};
};

/// One run against the first.
struct RunDifference {
  std::string run;
  std::vector<eval::MethodDifference> methods;
  std::vector<std::string> notes;  ///< what else differs
};

struct ComparedRuns {
  std::string first;
  std::size_t n_test = 0;
  std::vector<RunDifference> differences;  ///< of each other run
};

/// @throws DataError for a run that cannot be read or measured other test examples than the first,
/// InvalidArgument for a method that one does not have
ComparedRuns compare_finished_runs(const CompareRequest& request);

}  // namespace hybrid::workflows
