#pragma once
// A routing problem on disk: predictions/outcomes-{tune,test}.npz and methods.json in a run folder. The files
// are small, so that tuning a finished run takes milliseconds, and are readable by NumPy. Arrays, one row per
// example: `base_value` and `cloud_value` (and `base_value_<suffix>` ... for other base variants),
// `score_<method>`; `payload_bytes`, `device_latency_ms` and `cloud_latency_ms` if single inputs were
// measured; in the tuning file `certify` (0 or 1) if examples were kept from every fit. A cross-fitted
// problem has `half` (0 or 1) in the test file, and the same examples in both files.

#include <filesystem>
#include <string>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"
#include "runs/run_folder.h"

namespace hybrid::runs {

inline constexpr const char* kTuneOutcomes = "predictions/outcomes-tune.npz";
inline constexpr const char* kTestOutcomes = "predictions/outcomes-test.npz";
inline constexpr const char* kMethodsFile = "predictions/methods.json";
/// The router of the method `auto`, if it was fitted once (routing/auto_router_file.h).
inline constexpr const char* kAutoFile = "predictions/auto.json";

/// Writes the three files to `run`.
/// @throws DataError if a file cannot be written
void write_routing_problem(const std::filesystem::path& run, const eval::RoutingProblem& problem,
                           const cost::Workload& workload);

struct StoredProblem {
  eval::RoutingProblem problem;
  cost::Workload workload;
};

/// Reads the files of a run folder.
/// @throws DataError naming the file that is missing, damaged or inconsistent with the others
StoredProblem read_routing_problem(const std::filesystem::path& run);
/// Reads the files of a finished run and checks that they are unchanged.
StoredProblem read_routing_problem(const FinishedRun& run);

}  // namespace hybrid::runs
