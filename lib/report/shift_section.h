#pragma once
// The section of table.md on how well tuned thresholds transfer to the test data.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Returns the section; empty if no method has a threshold.
std::string shift_section(const SummaryInput& input);

}  // namespace hybrid::report
