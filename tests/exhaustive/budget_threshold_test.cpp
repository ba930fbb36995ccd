#include "reference/budget_threshold.h"

#include <catch2/catch.hpp>

#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool same(const std::optional<routing::Threshold>& a, const std::optional<routing::Threshold>& b) {
  if (!a || !b) return !a && !b;
  return a->value == b->value && a->target_coverage == b->target_coverage &&
         a->tuned_coverage == b->tuned_coverage;
}

/// Different for every input, so that no two sets of inputs cost the same.
std::vector<double> costs(std::size_t n, const std::vector<double>& all) {
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)};
}

}  // namespace

TEST_CASE("the threshold for budgets of single inputs equals its definition on every tiny case",
          "[exhaustive]") {
  int met = 0, unmet = 0;
  for (std::size_t n = 1; n <= 5; ++n)
    test::for_each_scores(n, [&](const routing::RoutingScores& scores) {
      for (const double latency : {0.5, 1.0, 1.75, 2.5, 4.0, 9.0})
        for (const double energy : {0.25, 1.0, 2.0, 8.0}) {
          const std::vector<routing::InputBudget> budgets{
              {costs(n, {1, 2, 0.5, 0, 1}), costs(n, {1, 4, 2, 0, 8}), latency},
              {costs(n, {0, 0, 1, 0.5, 0}), costs(n, {3, 1, 0.5, 2, 0.25}), energy}};
          const auto fast = routing::threshold_for_budgets(scores, budgets);
          REQUIRE(same(fast, reference::threshold_for_budgets(scores, budgets)));
          ++(fast ? met : unmet);
        }
    });
  REQUIRE((met > 100 && unmet > 100));
}

TEST_CASE("the cut with the largest net value equals its definition on every tiny case", "[exhaustive]") {
  test::for_each_case(4, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    const auto cost = costs(scores.size(), {0.25, 0.5, 1.5, 0});
    for (const double value : {0.0, 0.75, 1.0, 3.0}) {
      const routing::SendingPrice price{.value = value, .cost = cost};
      const bool equal = same(routing::threshold_for_value(scores, outcomes, price),
                              reference::threshold_for_value(scores, outcomes, price));
      test::require_for(equal, scores, outcomes, value);
    }
  });
}
