#pragma once
// A finished run made again from what it keeps: its config, its cost profile, and the files that its manifest
// names.

#include "workflows/make_run.h"

namespace hybrid::workflows {

/// Checks that what a run was made from is there and unchanged. The table of `--utility`, of which a run
/// keeps a copy, may be gone.
/// @throws DataError naming the files that are not
void require_inputs(const runs::FinishedRun& run);

/// Evaluates again what a run of `hybrid evaluate` evaluated, two models or more tiers.
/// @param run opened with `unchecked`: its results may have been changed since
/// @param out folder of the new run
/// @param force replace a run that is there
/// @throws DataError if the run's config, profiles or inputs are not as they were
/// @throws as evaluate_run
MadeRun evaluate_again(const runs::FinishedRun& run, const std::filesystem::path& out, bool force,
                       Logger& log);

}  // namespace hybrid::workflows
