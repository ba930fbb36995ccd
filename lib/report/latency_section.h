#pragma once
// The section of table.md on the latency of single inputs, and on what was measured on them.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Empty where latency has no price.
std::string latency_section(const SummaryInput& input);

}  // namespace hybrid::report
