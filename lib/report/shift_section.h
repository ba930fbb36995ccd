#pragma once
// The section of table.md on how far tuning carries to the test data.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Empty where no method has a threshold.
std::string shift_section(const SummaryInput& input);

}  // namespace hybrid::report
