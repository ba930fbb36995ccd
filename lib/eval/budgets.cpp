#include "eval/budgets.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::eval {

namespace {

cost::Cost mean_of(const MethodCosts& costs, cost::Resource resource) {
  const auto total = costs.mean.total(resource);
  HYBRID_CHECK(total.has_value(), "the cost in {} is unknown", name_of(resource));
  return *total;
}

/// Returns the budget with the cost of each input if the cost differs between the inputs of this part.
std::optional<routing::InputBudget> single_budget(cost::Resource resource, double mean,
                                                  const TuningPart& part) {
  const auto costs = part.costs->find(resource);
  if (costs == part.costs->end()) return std::nullopt;
  routing::InputBudget budget{.mean = mean};
  for (const auto row : part.rows) {
    budget.per_input.push_back(costs->second.per_input.at(row));
    budget.per_offload.push_back(costs->second.per_offload.at(row));
  }
  return budget;
}

double mean_per_input(const routing::InputBudget& budget) {
  double sum = 0;
  for (const double per_input : budget.per_input) sum += per_input;
  return sum / static_cast<double>(budget.per_input.size());
}

}  // namespace

PartBudgets part_budgets(const Budgets& budgets, const TuningPart& part) {
  PartBudgets split;
  for (const auto& [resource, budget] : budgets) {
    if (auto own = single_budget(resource, budget, part))
      split.single.emplace(resource, std::move(*own));
    else
      split.common.emplace(resource, budget);
  }
  return split;
}

std::optional<UnmetBudget> unmet_budget(const Budgets& budgets, std::span<const Fold> folds,
                                        const MethodCosts& costs, config::Recalibration recalibration) {
  for (const auto& [resource, budget] : budgets) {
    double least = 0;
    bool single = false;
    for (const auto& fold : folds)
      if (const auto own = single_budget(resource, budget, tuning_part(fold, costs, recalibration))) {
        least = std::max(least, mean_per_input(*own));
        single = true;
      }
    if (!single) least = mean_of(costs, resource).per_input;
    // Sums over inputs are subject to rounding; a common cost is exact.
    if (budget < (single ? least * (1 - 1e-9) : least)) return UnmetBudget{resource, least};
  }
  return std::nullopt;
}

double coverage_for_budgets(const Budgets& budgets, double coverage, const MethodCosts& costs) {
  for (const auto& [resource, budget] : budgets) {
    const auto needed = mean_of(costs, resource).coverage_for(budget);
    HYBRID_CHECK(needed.has_value(), "{} {} cannot be met", name_of(resource), budget);
    coverage = std::max(coverage, *needed);
  }
  return coverage;
}

ThresholdRule budget_rule(const Budgets& budgets, double coverage, const MethodCosts& costs,
                          ScoreMeaning meaning) {
  return [budgets, coverage, &costs, meaning](const TuningPart& part) {
    const PartBudgets split = part_budgets(budgets, part);
    const routing::Threshold by_coverage =
        coverage_threshold(part.scores, coverage_for_budgets(split.common, coverage, costs), meaning);
    if (split.single.empty()) return by_coverage;
    std::vector<routing::InputBudget> single;
    for (const auto& [resource, budget] : split.single) single.push_back(budget);
    const auto by_inputs = routing::threshold_for_budgets(part.scores, single);
    HYBRID_CHECK(by_inputs.has_value(), "budgets that cannot be met");
    return by_inputs->value > by_coverage.value ? gains_only(*by_inputs, part.scores, meaning) : by_coverage;
  };
}

}  // namespace hybrid::eval
