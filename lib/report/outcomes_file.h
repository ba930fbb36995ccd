#pragma once
// A routing problem on disk: predictions/outcomes-{tune,test}.npz and methods.json in a run folder. Small and quick to
// read, so that tuning a finished run takes milliseconds; any NumPy user can read it too. Arrays, one row per example:
// `cloud_right`, `base_right` (and `base_right_<suffix>`), `score_<method>`.

#include <filesystem>
#include <string>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"

namespace hybrid {

inline constexpr const char* kTuneOutcomes = "predictions/outcomes-tune.npz";
inline constexpr const char* kTestOutcomes = "predictions/outcomes-test.npz";
inline constexpr const char* kMethodsFile = "predictions/methods.json";

/// Writes the three files below `run`. @throws DataError
void write_routing_problem(const std::filesystem::path& run, const RoutingProblem& problem, const Workload& workload);

struct StoredProblem {
  RoutingProblem problem;
  Workload workload;
};

/// @throws DataError naming the file that is missing, damaged or does not fit the others.
StoredProblem read_routing_problem(const std::filesystem::path& run);

}  // namespace hybrid
