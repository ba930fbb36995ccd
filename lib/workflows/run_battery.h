#pragma once

#include "config/battery.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

/// Returns the battery with which a run was made, so that its commands need not be told again; without values
/// if it was made without one.
/// @throws DataError if the run's config cannot be read, or has changed
/// @throws ConfigError for an invalid battery
config::BatteryConfig battery_of(const runs::FinishedRun& run);

}  // namespace hybrid::workflows
