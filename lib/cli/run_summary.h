#pragma once
// What `evaluate` and `train` print of a finished run, and what they advise to do next.

#include <string>

#include "core/log.h"
#include "eval/operating_point.h"
#include "runs/run_folder.h"

namespace hybrid::cli {

/// Prints the run's summary, or all of its tables. A run of an older version has no summary: its tables are
/// printed then, too.
/// @throws DataError if the file was changed
void print_run(const runs::FinishedRun& run, bool full);

/// Returns the options of `hybrid tune` that choose thresholds in this way, each with a blank before it.
std::string point_option_words(const eval::PointOptions& options);

/// Says where the files are, and gives commands that work on the run as they are, and choose thresholds as it
/// did.
void tell_next_steps(const runs::FinishedRun& run, Logger& log);

}  // namespace hybrid::cli
