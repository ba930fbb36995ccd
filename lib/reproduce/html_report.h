#pragma once

#include <string>

#include "reproduce/results_folder.h"

namespace hybrid::reproduce {

/// Returns all results as one self-contained page: no network access, scripts or other files. On narrow
/// screens wide tables and figures scroll within their boxes.
std::string html_report(const ResultsFolder& results);

}  // namespace hybrid::reproduce
