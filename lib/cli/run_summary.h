#pragma once
// What `evaluate` and `train` print of a finished run, and what they advise to do next.

#include <optional>

#include "core/log.h"
#include "runs/run_folder.h"

namespace hybrid::cli {

/// Prints the run's summary, or all of its tables. A run of an older version has no summary: its tables are
/// printed then, too.
/// @throws DataError if the file was changed
void print_run(const runs::FinishedRun& run, bool full);

/// Says where the files are, and gives commands that work on the run as they are.
/// @param confidence of the run's thresholds, which the commands ask for, too
void tell_next_steps(const runs::FinishedRun& run, Logger& log, std::optional<double> confidence = {});

}  // namespace hybrid::cli
