#pragma once

#include "routing/budget_threshold.h"
#include "routing/value_threshold.h"

namespace hybrid::reference {

/// By definition, O(n²): the smallest of the scores and -infinity at which every mean cost is within its
/// budget.
std::optional<routing::Threshold> threshold_for_budgets(std::span<const double> scores,
                                                        std::span<const routing::InputBudget> budgets);

/// By definition, O(n²): of infinity, the scores and -infinity, the largest among those with the largest net
/// value.
routing::Threshold threshold_for_value(std::span<const double> scores, const routing::Outcomes& outcomes,
                                       const routing::SendingPrice& price);

}  // namespace hybrid::reference
