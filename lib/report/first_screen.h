#pragma once
// What `evaluate` and `train` print: the answer on one screen. Everything else is in table.md.

#include <string>

#include "eval/headline.h"
#include "report/summary.h"

namespace hybrid::report {

/// Returns at most 35 lines of at most 100 characters, as long as names are short and no more than a dozen
/// coverages and budgets are asked for: each model alone, the results for some shares sent with the rules
/// that send them, what that means, and the costs' profile.
std::string first_screen(const SummaryInput& input, const eval::Headline& headline);

}  // namespace hybrid::report
