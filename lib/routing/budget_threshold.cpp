#include "routing/budget_threshold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "routing/ranking.h"

namespace hybrid::routing {

namespace {

/// The remainder of a budget's sum over all inputs.
struct RemainingBudget {
  const InputBudget* budget = nullptr;
  double left = 0;
  double slack = 0;  ///< tolerance for rounding

  bool allows(double cost) const { return cost <= left + slack; }
};

RemainingBudget full_budget(const InputBudget& budget) {
  const double total = budget.mean * static_cast<double>(budget.per_input.size());
  return {.budget = &budget,
          .left = total - std::accumulate(budget.per_input.begin(), budget.per_input.end(), 0.0),
          .slack = 1e-9 * std::abs(total)};
}

}  // namespace

std::optional<Threshold> threshold_for_budgets(std::span<const double> scores,
                                               std::span<const InputBudget> budgets) {
  const std::size_t n = scores.size();
  std::vector<RemainingBudget> remainders;
  for (const auto& budget : budgets) {
    HYBRID_CHECK(n > 0 && budget.per_input.size() == n && budget.per_offload.size() == n,
                 "{} scores, {} costs", n, budget.per_input.size());
    remainders.push_back(full_budget(budget));
    if (!remainders.back().allows(0)) return std::nullopt;
  }
  const std::vector<std::size_t> by_score = by_descending_score(scores);

  std::size_t sent = 0;
  while (sent < n) {
    std::size_t end = sent;
    while (end < n && scores[by_score[end]] == scores[by_score[sent]]) ++end;
    const auto cost_of_group = [&](const InputBudget& budget) {
      double cost = 0;
      for (std::size_t i = sent; i < end; ++i) cost += budget.per_offload[by_score[i]];
      return cost;
    };
    const bool all_hold = std::ranges::all_of(remainders, [&](const RemainingBudget& remainder) {
      return remainder.allows(cost_of_group(*remainder.budget));
    });
    if (!all_hold) break;
    for (auto& remainder : remainders) remainder.left -= cost_of_group(*remainder.budget);
    sent = end;
  }
  const double kept_share = static_cast<double>(n - sent) / static_cast<double>(n);
  return Threshold{.value = sent == n ? -std::numeric_limits<double>::infinity() : scores[by_score[sent]],
                   .target_coverage = kept_share,
                   .tuned_coverage = kept_share};
}

}  // namespace hybrid::routing
