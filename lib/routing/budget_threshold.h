#pragma once
// Algorithm 2 with a separate cost for every input: a budget then does not determine a coverage, so the
// threshold is found on the tuning split. Tested against the O(n²) reference implementation in
// tests/reference on all small cases.

#include <optional>
#include <span>
#include <vector>

#include "routing/threshold.h"

namespace hybrid::routing {

/// A budget for the mean cost of one resource over n inputs.
struct InputBudget {
  std::vector<double> per_input;    ///< [n]
  std::vector<double> per_offload;  ///< [n], in addition for an input that is sent; >= 0
  double mean = 0;                  ///< upper limit of the mean cost
};

/// Returns the smallest threshold, which sends the most, at which every budget is met. Inputs with equal
/// scores are sent together or not at all. The target is the resulting coverage.
/// @return std::nullopt if a budget is exceeded even if nothing is sent
std::optional<Threshold> threshold_for_budgets(std::span<const double> scores,
                                               std::span<const InputBudget> budgets);

}  // namespace hybrid::routing
