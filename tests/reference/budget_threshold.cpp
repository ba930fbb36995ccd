#include "reference/budget_threshold.h"

#include <algorithm>
#include <limits>

namespace hybrid::reference {

namespace {

std::vector<double> candidates(std::span<const double> scores) {
  std::vector<double> all(scores.begin(), scores.end());
  all.push_back(-std::numeric_limits<double>::infinity());
  return all;
}

routing::Threshold at(std::span<const double> scores, double value) {
  double kept = 0;
  for (const double s : scores) kept += s > value ? 0 : 1;
  kept /= static_cast<double>(scores.size());
  return {.value = value, .target_coverage = kept, .tuned_coverage = kept};
}

bool holds(std::span<const double> scores, const routing::InputBudget& budget, double threshold) {
  double cost = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    cost += budget.per_input[i] + (scores[i] > threshold ? budget.per_offload[i] : 0);
  return cost / static_cast<double>(scores.size()) <= budget.mean + 1e-9;
}

}  // namespace

std::optional<routing::Threshold> threshold_for_budgets(std::span<const double> scores,
                                                        std::span<const routing::InputBudget> budgets) {
  std::optional<double> best;
  for (const double t : candidates(scores))
    if (std::ranges::all_of(budgets,
                            [&](const routing::InputBudget& budget) { return holds(scores, budget, t); }) &&
        (!best || t < *best))
      best = t;
  return best ? std::optional(at(scores, *best)) : std::nullopt;
}

routing::Threshold threshold_for_value(std::span<const double> scores, const routing::Outcomes& outcomes,
                                       const routing::SendingPrice& price) {
  const auto value_at = [&](double threshold) {
    double value = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (scores[i] > threshold)
        value += price.value * (outcomes.cloud_value[i] - outcomes.base_value[i]) - price.cost[i];
    return value;
  };
  double best = std::numeric_limits<double>::infinity(), best_value = 0;
  for (const double t : candidates(scores)) {
    const double value = value_at(t);
    if (value > best_value + 1e-9 || (value > best_value - 1e-9 && t > best)) {
      best = t;
      best_value = value;
    }
  }
  return at(scores, best);
}

}  // namespace hybrid::reference
