#include "eval/payload_choice.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::eval;

namespace {

/// Four tuning and four test examples on which the base is wrong; sent by rising score.
RoutingProblem problem(std::vector<double> tune_cloud, std::vector<double> test_cloud) {
  RoutingProblem problem{.classes = 2};
  problem.variants.push_back({.suffix = "",
                              .tune = {{0, 0, 0, 0}, std::move(tune_cloud)},
                              .test = {{0, 0, 0, 0}, std::move(test_cloud)}});
  problem.methods.push_back({.measure = "max_prob", .tune = {1, 2, 3, 4}, .test = {1, 2, 3, 4}});
  return problem;
}

/// 100 ms on the device, so much more for a sent input.
MethodCosts costs(double per_offload) {
  return {.mean = {.profile = "p",
                   .items = {{"lump", cost::Resource::latency, 100, per_offload, "assumed"}},
                   .unknown = {}}};
}

Tuning within(double budget_ms, const RoutingProblem& p, double per_offload) {
  return tune({.budgets = {{cost::Resource::latency, budget_ms}}}, p, p.methods.front(), costs(per_offload));
}

const TunedPoint& point_of(const Tuning& tuning) {
  return std::get<TunedPoint>(tuning);
}

}  // namespace

TEST_CASE("within a budget more is sent of a cheaper payload", "[eval]") {
  const RoutingProblem right = problem({1, 1, 1, 1}, {1, 1, 1, 1});
  REQUIRE(point_of(within(300, right, 400)).tuned_accuracy == 0.5);  // half of the inputs
  REQUIRE(point_of(within(300, right, 200)).tuned_accuracy == 1);
  REQUIRE(point_of(within(300, right, 200)).point.coverage == 0);
  REQUIRE(std::get<Refusal>(within(99, right, 200)).reason == Refusal::Reason::budget);
}

TEST_CASE("payloads are chosen by the tuning part, whatever the test part says", "[eval]") {
  // The dear one is right on all that is sent of it, the cheap one on three of four while tuning, on none in
  // the test.
  const RoutingProblem dear = problem({1, 1, 1, 1}, {1, 1, 1, 1}),
                       cheap = problem({1, 1, 1, 0}, {0, 0, 0, 0});
  const std::vector tunings{within(300, cheap, 200), within(300, dear, 400)};
  REQUIRE(point_of(tunings[0]).tuned_accuracy == 0.75);
  REQUIRE(point_of(tunings[0]).point.accuracy == 0);
  REQUIRE(point_of(tunings[1]).point.accuracy == 0.5);
  REQUIRE(best_payload(tunings) == 0);
}

TEST_CASE("of equal payloads the first is taken, and none where no budget is met", "[eval]") {
  const RoutingProblem right = problem({1, 1, 1, 1}, {1, 1, 1, 1});
  const Tuning too_dear = within(99, right, 200);
  REQUIRE(best_payload(std::vector{too_dear, within(300, right, 200), within(300, right, 100)}) == 1);
  REQUIRE_FALSE(best_payload(std::vector{too_dear, too_dear}).has_value());
}

TEST_CASE("a payload that meets the budget is taken even where its answers are all wrong", "[eval]") {
  const RoutingProblem wrong = problem({0, 0, 0, 0}, {0, 0, 0, 0});
  REQUIRE(best_payload(std::vector{within(99, wrong, 200), within(300, wrong, 200)}) == 1);
}
