#include "eval/folds.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "core/error.h"
#include "core/seed.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

namespace {

RoutingProblem ordinary() {
  RoutingProblem problem{.variants = {{"", outcomes_from("01", "11"), outcomes_from("1010", "0110")}}};
  problem.methods = {{.measure = "max_prob", .tune = {1, 2}, .test = {4, 3, 2, 1}},
                     {.measure = "random", .kind = MethodKind::random},
                     {.measure = "on_device", .kind = MethodKind::on_device},
                     {.measure = "on_cloud", .kind = MethodKind::on_cloud},
                     {.measure = "oracle", .kind = MethodKind::oracle}};
  return problem;
}

/// Five examples, two of them in half 1.
RoutingProblem in_halves() {
  RoutingProblem problem = ordinary();
  const routing::Outcomes all = outcomes_from("10101", "01100");
  problem.variants = {{"", all, all}};
  problem.methods[0].tune = {1, 2, 3, 4, 5};
  problem.methods[0].test = {10, 20, 30, 40, 50};
  problem.half = {0, 1, 0, 0, 1};
  return problem;
}

}  // namespace

TEST_CASE("an ordinary problem is one fold: its tuning and its test part", "[eval]") {
  const RoutingProblem problem = ordinary();
  const auto folds = folds_of(problem, problem.methods[0]);
  REQUIRE(folds.size() == 1);
  REQUIRE(folds[0].weight == 1);
  REQUIRE(
      (folds[0].tune_scores == problem.methods[0].tune && folds[0].test_scores == problem.methods[0].test));
  REQUIRE(folds[0].tune.base_value == problem.variants[0].tune.base_value);
  REQUIRE(folds[0].test.cloud_value == problem.variants[0].test.cloud_value);
  const DeferralCurve curve = deferral_curve(problem.methods[0].test, problem.variants[0].test);
  for (const double c : {0.0, 0.3, 0.5, 1.0}) REQUIRE(matched_accuracy(folds, c) == curve.accuracy_at(c));
  REQUIRE(area(folds) == curve.area());
}

TEST_CASE("an exchanged problem is two folds, in which the halves swap their parts", "[eval]") {
  const RoutingProblem problem = in_halves();
  const auto folds = folds_of(problem, problem.methods[0]);
  REQUIRE(folds.size() == 2);
  REQUIRE(folds[0].tune_scores == routing::RoutingScores{2, 5});
  REQUIRE(folds[0].test_scores == routing::RoutingScores{10, 30, 40});
  REQUIRE(folds[1].tune_scores == routing::RoutingScores{1, 3, 4});
  REQUIRE(folds[1].test_scores == routing::RoutingScores{20, 50});
  REQUIRE(folds[0].test.base_value == std::vector<double>{1, 1, 0});
  REQUIRE(folds[1].tune.base_value == folds[0].test.base_value);
  REQUIRE(folds[1].test.cloud_value == std::vector<double>{1, 0});
  REQUIRE((folds[0].weight == 0.6 && folds[1].weight == 0.4));
}

TEST_CASE("means over the folds weigh each half by its examples", "[eval]") {
  const RoutingProblem problem = in_halves();
  const auto folds = folds_of(problem, problem.methods[0]);
  for (const double c : {0.0, 0.25, 0.5, 0.9, 1.0})
    REQUIRE(matched_accuracy(folds, c) ==
            Approx(0.6 * folds[0].curve.accuracy_at(c) + 0.4 * folds[1].curve.accuracy_at(c)));
  REQUIRE(matched_accuracy(folds, 1) == Approx(0.6));  // the base's accuracy over all five
  REQUIRE(area(folds) == Approx(0.6 * folds[0].curve.area() + 0.4 * folds[1].curve.area()));
}

TEST_CASE("random routing is sending by equal scores, and what has nothing to tune has no folds", "[eval]") {
  for (const auto& problem : {ordinary(), in_halves()}) {
    for (const auto* name : {"on_device", "on_cloud", "oracle"})
      REQUIRE(folds_of(problem, problem.method(name)).empty());
    for (const auto& fold : folds_of(problem, problem.method("random"))) {
      REQUIRE(fold.curve.cuts.size() == 2);
      REQUIRE(fold.tune_scores == routing::RoutingScores(fold.tune.size(), 0.0));
    }
  }
}

TEST_CASE("halves of another length than the scores are our fault", "[eval]") {
  RoutingProblem problem = in_halves();
  problem.half.push_back(1);
  REQUIRE_THROWS_AS(folds_of(problem, problem.methods[0]), InternalError);
}

TEST_CASE("an example is right with the chance that its answer is the right one's", "[eval]") {
  RoutingProblem problem = ordinary();
  problem.methods[0].test = {2, 1, 1, 0};
  const auto folds = folds_of(problem, problem.methods[0]);
  // Two of four are sent: the first, and one of the two equal ones.
  REQUIRE(expected_utility(folds, 0.5) == std::vector<double>{0, 0.5, 1, 0});
  REQUIRE(expected_utility(folds, 1) == std::vector<double>{1, 0, 1, 0});
  REQUIRE(expected_utility(folds, 0) == std::vector<double>{0, 1, 1, 0});
}

TEST_CASE("the mean of what is expected of each example is the matched accuracy", "[eval]") {
  Rng rng(3);
  for (int round = 0; round < 20; ++round) {
    RoutingProblem problem = in_halves();
    for (auto& score : problem.methods[0].test) score = static_cast<double>(rng.below(3));
    for (const auto* name : {"max_prob", "random"}) {
      const auto folds = folds_of(problem, problem.method(name));
      for (const double c : {0.0, 0.1, 0.5, 0.65, 1.0}) {
        const auto right = expected_utility(folds, c);
        REQUIRE(right.size() == 5);
        REQUIRE(std::accumulate(right.begin(), right.end(), 0.0) / 5 == Approx(matched_accuracy(folds, c)));
      }
    }
  }
}
