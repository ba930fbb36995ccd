#pragma once
// Comparison of finished runs with the first of them, paired by example: differences between their methods,
// and other differences between the runs.

#include <filesystem>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/compare_runs.h"

namespace hybrid::workflows {

struct CompareRequest {
  std::vector<std::filesystem::path> runs;   ///< at least two; all are compared with the first
  std::vector<eval::MethodPairing> methods;  ///< empty: the methods of both runs
  std::vector<double> coverages;             ///< shares kept on the device
  std::size_t bootstrap = 1000;              ///< number of resamples
  SeedTree seed{1};
};

/// The differences of one run from the first.
struct RunDifference {
  std::string run;
  std::vector<eval::MethodDifference> methods;
  std::vector<std::string> notes;  ///< other differences between the runs
};

struct ComparedRuns {
  std::string first;
  std::size_t n_test = 0;
  std::vector<RunDifference> differences;  ///< one per run after the first
};

/// Compares the runs.
/// @throws DataError if a run cannot be read or has other test examples than the first
/// @throws InvalidArgument for a method that a run does not have
ComparedRuns compare_finished_runs(const CompareRequest& request);

}  // namespace hybrid::workflows
