#include "eval/payload_choice.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Four tuning and four test examples; by default the base is wrong on all of them, and they are sent by
/// rising score.
RoutingProblem problem(std::vector<double> tune_cloud, std::vector<double> test_cloud,
                       std::vector<double> base = {0, 0, 0, 0},
                       const routing::RoutingScores& scores = {1, 2, 3, 4}) {
  RoutingProblem problem{.classes = 2};
  problem.variants.push_back(
      {.suffix = "", .tune = {base, std::move(tune_cloud)}, .test = {base, std::move(test_cloud)}});
  problem.methods.push_back({.measure = "max_prob", .tune = scores, .test = scores});
  return problem;
}

/// A problem with these costs in ms: for every input, and so much more for a sent one.
struct Payload {
  RoutingProblem problem;
  double per_offload = 200, per_input = 100;
};

PayloadChoice within(double budget_ms, const std::vector<Payload>& payloads) {
  std::vector<MethodCosts> costs;
  for (const auto& payload : payloads)
    costs.push_back({.mean = {.profile = "p",
                              .items = {{"lump", cost::Resource::latency, payload.per_input,
                                         payload.per_offload, "assumed"}},
                              .unknown = {}}});
  std::vector<PayloadProblem> problems;
  for (std::size_t i = 0; i < payloads.size(); ++i)
    problems.push_back({payloads[i].problem, payloads[i].problem.methods.front(), costs[i]});
  return choose_payload({.budgets = {{cost::Resource::latency, budget_ms}}}, problems);
}

}  // namespace

TEST_CASE("within a budget more is sent of a cheaper payload", "[eval]") {
  const RoutingProblem right = problem({1, 1, 1, 1}, {1, 1, 1, 1});
  const PayloadChoice choice = within(300, {{right, 400}, {right, 200}});
  REQUIRE(choice.point(0)->tuned_accuracy == 0.5);  // half of the inputs
  REQUIRE(choice.point(1)->tuned_accuracy == 1);
  REQUIRE(choice.point(1)->point.coverage == 0);
  REQUIRE(std::get<Refusal>(within(99, {{right, 200}}).tunings.front()).reason == Refusal::Reason::budget);
}

TEST_CASE("payloads are chosen by the tuning part, whatever the test part says", "[eval]") {
  // The dear one is right on all that is sent of it, the cheap one on three of four while tuning, on none in
  // the test.
  const RoutingProblem dear = problem({1, 1, 1, 1}, {1, 1, 1, 1}),
                       cheap = problem({1, 1, 1, 0}, {0, 0, 0, 0});
  const PayloadChoice choice = within(300, {{dear, 400}, {cheap, 200}});
  REQUIRE(choice.point(0)->point.accuracy == 0.5);
  REQUIRE(choice.point(1)->tuned_accuracy == 0.75);
  REQUIRE(choice.point(1)->point.accuracy == 0);
  REQUIRE(choice.best == 1);
}

TEST_CASE("of equal payloads the first is taken, and none where no budget is met", "[eval]") {
  const RoutingProblem right = problem({1, 1, 1, 1}, {1, 1, 1, 1});
  const Payload too_dear{right, 200, 301};
  const PayloadChoice choice = within(300, {too_dear, {right, 200}, {right, 100}});
  REQUIRE(choice.best == 1);
  REQUIRE(choice.point(0) == nullptr);
  REQUIRE_FALSE(within(300, {too_dear, too_dear}).best.has_value());
  REQUIRE_FALSE(within(300, {}).best.has_value());
}

TEST_CASE("a payload that misses the budget is not taken, even where all predictions of the others are wrong",
          "[eval]") {
  const RoutingProblem wrong = problem({0, 0, 0, 0}, {0, 0, 0, 0}),
                       right = problem({1, 1, 1, 1}, {1, 1, 1, 1});
  REQUIRE(within(300, {{right, 200, 301}, {wrong, 200}}).best == 1);
  REQUIRE(within(300, {{wrong, 200}, {right, 200, 301}}).best == 0);
}

TEST_CASE("a payload of which nothing is sent counts with the base's accuracy", "[eval]") {
  // Scores of infinity make the threshold infinite: above all scores, where minus infinity sends everything.
  const RoutingProblem keeps = problem({0, 0, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 0},
                                       {kInfinity, kInfinity, kInfinity, kInfinity}),
                       sends = problem({1, 1, 0, 0}, {1, 1, 0, 0});
  const PayloadChoice choice = within(300, {{sends, 200}, {keeps, 1000}});
  REQUIRE(choice.point(0)->threshold == -kInfinity);
  REQUIRE(choice.point(0)->tuned_accuracy == 0.5);
  REQUIRE(choice.point(1)->threshold == kInfinity);
  REQUIRE(choice.point(1)->tuned_accuracy == 0.75);
  REQUIRE(choice.best == 1);
}
