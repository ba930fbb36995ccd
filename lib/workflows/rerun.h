#pragma once
// A finished run made again from what it keeps: its config, its cost profile, and the files that its manifest
// names.

#include "workflows/evaluate_run.h"

namespace hybrid::workflows {

/// Checks that what a run was made from is there and unchanged. The table of `--utility`, of which a run
/// keeps a copy, may be gone.
/// @throws DataError naming the files that are not
void require_inputs(const runs::FinishedRun& run);

/// Returns the request that made the run of an evaluation.
/// @param run opened with `unchecked`: its results may have been changed since
/// @param out folder of the new run
/// @throws DataError if the run is of another command, or its config, profile or inputs are not as they were
EvaluateRequest request_again(const runs::FinishedRun& run, const std::filesystem::path& out);

}  // namespace hybrid::workflows
