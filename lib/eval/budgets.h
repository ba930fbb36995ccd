#pragma once
// From budgets for the mean cost to a threshold. Where a resource costs every input the same, Eq. 1 turns its
// budget into a coverage; where inputs differ, the threshold is sought on the tuning part.

#include <map>
#include <optional>
#include <span>

#include "eval/tuning_part.h"

namespace hybrid::eval {

using Budgets = std::map<cost::Resource, double>;

/// A budget that not even sending nothing keeps.
struct UnmetBudget {
  cost::Resource resource;
  double nearest = 0;  ///< what sending nothing costs, on average
};

/// The first such budget, if there is one. Requires that every resource has a price. `folds` are those of a
/// method with thresholds, of no other kind: single inputs' costs then count as their mean.
std::optional<UnmetBudget> unmet_budget(const Budgets& budgets, std::span<const Fold> folds,
                                        const MethodCosts& costs, config::Recalibration recalibration);

/// The smallest coverage, not below `coverage`, that keeps all budgets, single inputs' costs counting as
/// their mean. Requires that they can be met.
double coverage_for_budgets(const Budgets& budgets, double coverage, const MethodCosts& costs);

/// Sends the most that keeps all budgets on the tuning part, and at least `coverage` on the device; of scores
/// that are expected gains nothing that is expected to lose (gains_only). Requires that they can be met.
/// Holds on to `costs`.
ThresholdRule budget_rule(const Budgets& budgets, double coverage, const MethodCosts& costs,
                          ScoreMeaning meaning);

}  // namespace hybrid::eval
