#pragma once
// Algorithm 2 where every input has its own cost: no coverage follows from a budget then, so the threshold is
// sought on the tuning split itself. Tested against the O(n²) twin in tests/reference on every tiny case.

#include <optional>
#include <span>
#include <vector>

#include "routing/threshold.h"

namespace hybrid::routing {

/// A budget for the mean cost of one resource over n inputs.
struct InputBudget {
  std::vector<double> per_input;    ///< [n], paid for each input
  std::vector<double> per_offload;  ///< [n], on top if it is sent; >= 0
  double mean = 0;                  ///< the mean may not exceed this
};

/// The smallest threshold, hence the one that sends most, with which every budget holds; nothing if one does
/// not hold even if nothing is sent. Inputs with equal scores are sent together or not at all. The target is
/// what it gives.
std::optional<Threshold> threshold_for_budgets(std::span<const double> scores,
                                               std::span<const InputBudget> budgets);

}  // namespace hybrid::routing
