#pragma once

#include "eval/operating_point.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

/// Returns how a run chose its thresholds, so that others for it can be chosen alike: its confidence and its
/// recalibration; neither for a run without a config.
/// @throws DataError if the run's config cannot be read, or has changed
/// @throws ConfigError if it is no YAML
eval::PointOptions point_options_of(const runs::FinishedRun& run);

}  // namespace hybrid::workflows
