#pragma once

#include <span>
#include <vector>

#include "cost/system_cost.h"

namespace hybrid::eval {

/// Returns the budgets for the mean latency, in ms, that a table reports.
/// @param given by the user. If there are none: four round numbers between keeping and sending every input,
/// below those at which 0.8, 0.6, 0.4 and 0.3 of the inputs are kept. With the paper's costs these are the
/// budgets of its Table 3: 600, 1000, 1400 and 1600. None if sending takes no time
std::vector<double> latency_budgets(std::span<const double> given, const cost::Cost& latency);

}  // namespace hybrid::eval
