#pragma once
// The section of table.md on what remains when the cloud cannot be reached for a share of the time.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Empty where no outages are asked for or no method has a threshold.
std::string outage_section(const SummaryInput& input);

}  // namespace hybrid::report
