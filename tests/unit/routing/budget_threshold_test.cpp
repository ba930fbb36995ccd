#include "routing/budget_threshold.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/seed.h"
#include "reference/budget_threshold.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("dear inputs are sent until the next one would break the budget", "[routing]") {
  const std::vector<double> scores{4, 3, 2, 1};
  InputBudget budget{.per_input = {1, 1, 1, 1}, .per_offload = {8, 2, 4, 1}, .mean = 4.5};
  REQUIRE(threshold_for_budgets(scores, {{budget}})->value == 1);  // (4 + 8 + 2 + 4) / 4
  budget.mean = 4.49;
  REQUIRE(threshold_for_budgets(scores, {{budget}})->value == 2);
  REQUIRE(threshold_for_budgets(scores, {{budget}})->tuned_coverage == 0.5);
  budget.mean = 100;
  REQUIRE(threshold_for_budgets(scores, {{budget}})->value == -kInfinity);
}

TEST_CASE("of several budgets the tightest decides, and none may be broken by nothing sent", "[routing]") {
  const std::vector<double> scores{2, 1};
  const InputBudget loose{.per_input = {1, 1}, .per_offload = {1, 1}, .mean = 10};
  const InputBudget tight{.per_input = {1, 3}, .per_offload = {1, 1}, .mean = 2.5};
  REQUIRE(threshold_for_budgets(scores, {{loose, tight}})->value == 1);
  InputBudget broken = tight;
  broken.mean = 1.9;
  REQUIRE_FALSE(threshold_for_budgets(scores, {{loose, broken}}));
}

TEST_CASE("equal scores are sent together or not at all", "[routing]") {
  const std::vector<double> scores{5, 5, 1};
  const InputBudget budget{.per_input = {0, 0, 0}, .per_offload = {1, 1, 1}, .mean = 0.34};
  REQUIRE(threshold_for_budgets(scores, {{budget}})->value == 5);
  REQUIRE(threshold_for_budgets(scores, {{budget}})->tuned_coverage == 1);
}

TEST_CASE("a budget that is a sum of decimals is kept in spite of rounding", "[routing]") {
  const std::vector<double> scores{3, 2, 1};
  const InputBudget budget{.per_input = {0.1, 0.1, 0.1}, .per_offload = {0.1, 0.2, 0.3}, .mean = 0.2};
  REQUIRE(threshold_for_budgets(scores, {{budget}})->value == 1);  // 0.3 + 0.1 + 0.2 is 0.6000000000000001
}

TEST_CASE("random budgets of many inputs agree with the definition", "[routing]") {
  Rng rng = SeedTree(1).at("budgets").rng();
  for (int repeat = 0; repeat < 50; ++repeat) {
    std::vector<double> scores;
    InputBudget budget{.mean = rng.uniform(0.5, 2.5)};
    for (int i = 0; i < 60; ++i) {
      scores.push_back(static_cast<double>(rng.below(25)));
      budget.per_input.push_back(rng.uniform());
      budget.per_offload.push_back(rng.uniform(0, 4));
    }
    const auto fast = threshold_for_budgets(scores, {{budget}});
    const auto slow = reference::threshold_for_budgets(scores, {{budget}});
    REQUIRE(fast.has_value() == slow.has_value());
    if (fast) REQUIRE(fast->value == slow->value);
  }
}
