#pragma once

#include <string>
#include <vector>

#include "eval/headline.h"
#include "report/summary.h"

namespace hybrid::report {

/// Returns what the evaluation says in sentences, none of them empty: whether sending is worth it, whether
/// anything is better than max_prob, and the default method over repeats. Differences are called by
/// eval::verdict_of.
std::vector<std::string> verdict_sentences(const SummaryInput& input, const eval::Headline& headline);

}  // namespace hybrid::report
