#pragma once
// The input of a run's page: its decisions and costs, and the examples behind them if they are still there.

#include <filesystem>

#include "page/run_page.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

/// Reads a finished run, without the commands. If the predictions that it was made from are gone or have
/// changed, the page names no examples and classes, and a warning says so.
/// @throws DataError for a run that is damaged, not finished, or of a kind that routes nothing
page::RunPage read_run_page(const std::filesystem::path& run, const FindProfile& find_profile, Logger& log);

}  // namespace hybrid::workflows
