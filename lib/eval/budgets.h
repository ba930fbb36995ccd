#pragma once
// From budgets for the mean cost to a threshold. If a resource costs the same for every input, Eq. 1 turns
// its budget into a coverage; if the cost differs between inputs, the threshold is found on the tuning part.

#include <map>
#include <optional>
#include <span>

#include "eval/tuning_part.h"
#include "routing/budget_threshold.h"

namespace hybrid::eval {

using Budgets = std::map<cost::Resource, double>;

/// Budgets for one part: those of resources that cost every input the same, and those with the cost of each
/// input.
struct PartBudgets {
  Budgets common;
  std::map<cost::Resource, routing::InputBudget> single;
};
PartBudgets part_budgets(const Budgets& budgets, const TuningPart& part);

/// A budget that is exceeded even if nothing is sent.
struct UnmetBudget {
  cost::Resource resource;
  double nearest = 0;  ///< mean cost if nothing is sent
};

/// Returns the first budget that cannot be met, if any. Requires a cost for every resource.
/// @param folds of a method with thresholds; empty for any other method, whose input costs count as their
/// mean
std::optional<UnmetBudget> unmet_budget(const Budgets& budgets, std::span<const Fold> folds,
                                        const MethodCosts& costs, config::Recalibration recalibration);

/// Returns the smallest coverage that is at least `coverage` and meets all budgets, with costs averaged over
/// the inputs. Requires that the budgets can be met.
double coverage_for_budgets(const Budgets& budgets, double coverage, const MethodCosts& costs);

/// Returns the rule that sends as many inputs as possible, subject to all budgets on the tuning part and the
/// minimum `coverage`. If scores are expected gains, inputs with a negative expected gain are kept
/// (gains_only). Requires that the budgets can be met. The rule refers to `costs`.
ThresholdRule budget_rule(const Budgets& budgets, double coverage, const MethodCosts& costs,
                          ScoreMeaning meaning);

}  // namespace hybrid::eval
