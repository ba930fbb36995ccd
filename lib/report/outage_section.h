#pragma once
// The section of table.md on the accuracy during outages.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Returns the section; empty if no outages are requested or no method has a threshold.
std::string outage_section(const SummaryInput& input);

}  // namespace hybrid::report
