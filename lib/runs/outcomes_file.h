#pragma once
// A routing problem on disk: predictions/outcomes-{tune,test}.npz and methods.json in a run folder. Small and
// quick to read, so that tuning a finished run takes milliseconds; any NumPy user can read it too. Arrays,
// one row per example: `base_value` and `cloud_value` (also `base_value_<suffix>` ... for other base
// variants), `score_<method>`; `payload_bytes`, `device_latency_ms` and `cloud_latency_ms` where single
// inputs were measured. An cross-fitted problem has `half` (0 or 1) in the test file, and the same examples
// in both.

#include <filesystem>
#include <string>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"
#include "runs/run_folder.h"

namespace hybrid::runs {

inline constexpr const char* kTuneOutcomes = "predictions/outcomes-tune.npz";
inline constexpr const char* kTestOutcomes = "predictions/outcomes-test.npz";
inline constexpr const char* kMethodsFile = "predictions/methods.json";
/// The router that the method `auto` is, where it was fitted once (routing/auto_router_file.h).
inline constexpr const char* kAutoFile = "predictions/auto.json";

/// Writes the three files below `run`. @throws DataError
void write_routing_problem(const std::filesystem::path& run, const eval::RoutingProblem& problem,
                           const cost::Workload& workload);

struct StoredProblem {
  eval::RoutingProblem problem;
  cost::Workload workload;
};

/// @throws DataError naming the file that is missing, damaged or does not fit the others.
StoredProblem read_routing_problem(const std::filesystem::path& run);
/// The same of a finished run, whose files must be as it wrote them.
StoredProblem read_routing_problem(const FinishedRun& run);

}  // namespace hybrid::runs
