#include "eval/trade.h"

#include <catch2/catch.hpp>

#include "eval/operating_point.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

MethodCosts costs(bool single) {
  MethodCosts costs{
      .mean = {.profile = "tiny", .items = {{"lump", cost::Resource::latency, 200, 2000, "paper"}}}};
  if (single) {
    costs.tune[cost::Resource::latency] = {std::vector<double>(5, 200), {100, 100, 100, 100, 100}};
    costs.test[cost::Resource::latency] = {std::vector<double>(10, 200),
                                           {10, 20, 30, 40, 50, 60, 70, 80, 90, 100}};
  }
  return costs;
}

Method gain() {
  Method method = test::tiny_problem().method("entropy");
  method.meaning = ScoreMeaning::expected_gain;
  return method;
}

OperatingPoint point_of(const Trade& trade, bool single) {
  const RoutingProblem problem = test::tiny_problem();
  const MethodCosts priced = costs(single);
  const Method net = net_gain_method(gain(), trade, priced);
  return operating_point_by([](const TuningPart&) { return routing::Threshold{.value = 0}; },
                            folds_of(problem, net), priced);
}

}  // namespace

TEST_CASE("an expected gain is sent iff it exceeds the price", "[eval]") {
  REQUIRE(point_of({.price = 0.4}, false).coverage == 0.8);  // 0.4 is not more than 0.4
  REQUIRE(common_threshold({.price = 0.4}, costs(true)) == 0.4);
  REQUIRE(point_of({.value = 5000, .resource = cost::Resource::latency}, false).coverage == 0.8);
  REQUIRE(*common_threshold({.value = 5000, .resource = cost::Resource::latency}, costs(false)) ==
          Approx(0.4));
}

TEST_CASE("with costs of their own, inputs have no common threshold", "[eval]") {
  const Trade trade{.value = 199, .resource = cost::Resource::latency};
  // Gains of 0.05, 0.10, ... against 10, 20, ... ms.
  REQUIRE(point_of(trade, true).coverage == 1);
  REQUIRE(point_of({.value = 201, .resource = cost::Resource::latency}, true).coverage == 0);
  REQUIRE_FALSE(common_threshold(trade, costs(true)));
}

TEST_CASE("where a right answer is worth nothing, nothing is sent", "[eval]") {
  REQUIRE(point_of({.value = 0, .resource = cost::Resource::latency}, false).coverage == 1);
  REQUIRE_FALSE(common_threshold({.value = 0, .resource = cost::Resource::latency}, costs(false)));
}

TEST_CASE("a score that is no gain gets the cut with the largest net value on tune", "[eval]") {
  const RoutingProblem problem = test::tiny_problem();
  const MethodCosts priced = costs(false);
  const auto folds = folds_of(problem, problem.method("entropy"));
  const Trade trade{.price = 0.5};
  const ThresholdRule rule = trade_rule(trade, priced);
  // On tune the two highest scores gain 1 each, the next -1.
  REQUIRE(rule(tuning_part(folds.front(), priced, config::Recalibration::none)).value == 0.3);
  // On test that sends the four that gain, at 0.5 each.
  REQUIRE(net_value_on_test(rule, folds, trade, priced) == Approx(4 * 0.5 / 10));
}

TEST_CASE("the net value counts each input's own cost", "[eval]") {
  const RoutingProblem problem = test::tiny_problem();
  const MethodCosts priced = costs(true);
  const auto folds = folds_of(problem, problem.method("entropy"));
  const Trade trade{.value = 150, .resource = cost::Resource::latency};
  REQUIRE(net_value_on_test(trade_rule(trade, priced), folds, trade, priced) ==
          Approx((4 * 150 - 70 - 80 - 90 - 100) / 10.0));
}
