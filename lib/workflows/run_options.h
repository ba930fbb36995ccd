#pragma once
// What a finished run was made with, for commands that go on with it.

#include <vector>

#include "config/battery.h"
#include "cost/system_profile.h"
#include "eval/operating_point.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

/// Returns how a run chose its thresholds, so that others for it can be chosen alike: its confidence and its
/// recalibration; neither for a run without a config.
/// @throws DataError if the run's config cannot be read, or has changed
/// @throws ConfigError if it is no YAML
eval::PointOptions point_options_of(const runs::FinishedRun& run);

/// Returns the battery with which a run was made, so that its commands need not be told again; without values
/// if it was made without one.
/// @throws DataError if the run's config cannot be read, or has changed
/// @throws ConfigError for an invalid battery
config::BatteryConfig battery_of(const runs::FinishedRun& run);

/// Returns the profiles that the run keeps copies of, in the order of the run; empty if there are none.
/// @throws DataError if a copy has changed
/// @throws ConfigError if one is no profile
std::vector<cost::SystemProfile> profiles_of(const runs::FinishedRun& run);

}  // namespace hybrid::workflows
