#include "eval/budgets.h"

#include <catch2/catch.hpp>

#include "eval/evaluation.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

MethodCosts single_costs() {
  MethodCosts costs{.mean = {.profile = "tiny",
                             .items = {{"base", cost::Resource::latency, 10, 0, "measured"},
                                       {"lump", cost::Resource::latency, 0, 100, "paper"},
                                       {"lump", cost::Resource::energy, 1, 10, "paper"}}}};
  costs.tune[cost::Resource::latency] = {{10, 10, 10, 10, 10}, {0, 0, 50, 100, 200}};
  costs.test[cost::Resource::latency] = {std::vector<double>(10, 10), std::vector<double>(10, 100)};
  return costs;
}

std::vector<Fold> entropy_folds() {
  const RoutingProblem problem = test::tiny_problem();
  return folds_of(problem, problem.method("entropy"));
}

double threshold(const Budgets& budgets, double coverage = 0,
                 config::Recalibration recalibration = config::Recalibration::none) {
  const MethodCosts costs = single_costs();
  const auto folds = entropy_folds();
  return budget_rule(budgets, coverage, costs,
                     ScoreMeaning::rank)(tuning_part(folds.front(), costs, recalibration))
      .value;
}

}  // namespace

TEST_CASE("a budget is spent on each tuning input's own cost", "[eval]") {
  REQUIRE(threshold({{cost::Resource::latency, 10 + 200 / 5.0}}) == 0.4);
  REQUIRE(threshold({{cost::Resource::latency, 10 + 300 / 5.0}}) == 0.3);
  REQUIRE(threshold({{cost::Resource::latency, 10 + 299 / 5.0}}) == 0.4);
}

TEST_CASE("budgets of single costs, of common costs and a coverage must all hold", "[eval]") {
  REQUIRE(threshold({{cost::Resource::latency, 70}, {cost::Resource::energy, 3}}) ==
          0.4);  // energy: one of five
  REQUIRE(threshold({{cost::Resource::latency, 50}, {cost::Resource::energy, 9}}) == 0.4);
  REQUIRE(threshold({{cost::Resource::latency, 1000}}, 0.6) == 0.3);
}

TEST_CASE("recalibrated, a budget is spent on the test inputs", "[eval]") {
  REQUIRE(threshold({{cost::Resource::latency, 10 + 200 / 10.0}}, 0, config::Recalibration::unlabeled) ==
          0.4);
}

TEST_CASE("a budget that the device alone exceeds is named with what it takes", "[eval]") {
  const MethodCosts costs = single_costs();
  const auto folds = entropy_folds();
  REQUIRE_FALSE(unmet_budget({{cost::Resource::latency, 10}}, folds, costs, config::Recalibration::none));
  const auto unmet = unmet_budget({{cost::Resource::latency, 9}}, folds, costs, config::Recalibration::none);
  REQUIRE((unmet && unmet->resource == cost::Resource::latency && unmet->nearest == 10));
  const auto energy =
      unmet_budget({{cost::Resource::energy, 0.5}}, folds, costs, config::Recalibration::none);
  REQUIRE((energy && energy->resource == cost::Resource::energy && energy->nearest == 1));
}

TEST_CASE("the table of budgets keeps them with each input's own cost", "[eval]") {
  RoutingProblem problem = test::tiny_problem();
  problem.tune_inputs.payload_bytes = {1, 1, 1, 1, 100};
  problem.test_inputs.payload_bytes = std::vector<double>(10, 1);
  cost::SystemProfile profile{.name = "parts", .kind = cost::ProfileKind::parts};
  profile.parts.device.macs_per_second.value = 1e6;
  profile.parts.link.bits_per_second.value = 8000;  // a byte takes 1 ms
  const cost::Workload workload = cost::with_means({.base_macs = 1e4}, problem.test_inputs);
  const Evaluation evaluation =
      evaluate(problem, {.latency_ms = {10, 29, 30}, .bootstrap = 0}, profile, workload, SeedTree(1));
  for (const auto& result : evaluation.profiles.front().budgets)
    if (result.method == "entropy") {
      // The input with the highest score alone costs 100 ms, 20 ms on average.
      REQUIRE(result.point->tuned_coverage == (result.latency_ms < 30 ? 1 : 0.8));
      REQUIRE(result.point->latency_ms == Approx(10 + 1 - result.point->coverage));
    }
}
