#pragma once
// The section of table.md on the latency and the measurements of single inputs.

#include <string>

#include "report/summary.h"

namespace hybrid::report {

/// Returns the section; empty if the latency is unknown.
std::string latency_section(const SummaryInput& input);

}  // namespace hybrid::report
