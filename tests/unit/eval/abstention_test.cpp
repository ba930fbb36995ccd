#include "eval/abstention.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

RoutingProblem problem_of(routing::RoutingScores tune, routing::RoutingScores test,
                          std::vector<double> right) {
  RoutingProblem problem;
  const std::vector<double> of_tune(tune.size(), 1.0);
  problem.variants = {{"", {of_tune, of_tune}, {right, right}}};
  problem.methods = {{.measure = "max_prob", .tune = std::move(tune), .test = std::move(test)}};
  return problem;
}

}  // namespace

TEST_CASE("risk over coverage by hand: the surest of four is right, the next wrong", "[eval]") {
  const RiskCoverageCurve curve =
      risk_coverage_curve(std::vector{0.4, 0.1, 0.2, 0.3}, std::vector{0.0, 1.0, 0.0, 1.0});
  REQUIRE(curve.cuts.size() == 5);
  REQUIRE((curve.cuts[0].accepted == 0 && curve.cuts[0].threshold == -kInfinity));
  REQUIRE((curve.cuts[2].accepted == 2 && curve.cuts[2].errors == 1 && curve.cuts[2].threshold == 0.2));
  REQUIRE(curve.aurc() == Approx((0 + 1 / 2.0 + 1 / 3.0 + 2 / 4.0) / 4));
  REQUIRE(curve.augrc() == Approx((0 / 2.0 + 1 / 2.0 + 1 + 3 / 2.0) / 16));
  REQUIRE(curve.risk_at(0.25) == Approx(0).margin(1e-12));
  REQUIRE(curve.risk_at(0.75) == Approx(1 / 3.0));
  REQUIRE(curve.risk_at(1) == Approx(0.5));
  REQUIRE_FALSE(curve.risk_at(0).has_value());
}

TEST_CASE("the best order comes within 1/n of the optimum, and equal scores have the error as their risk",
          "[eval]") {
  constexpr std::size_t kN = 2000, kErrors = 600;
  routing::RoutingScores scores(kN);
  std::vector<double> right(kN, 1.0);
  for (std::size_t i = 0; i < kN; ++i) {
    scores[i] = static_cast<double>(i);
    if (i >= kN - kErrors) right[i] = 0;
  }
  const RiskCoverageCurve best = risk_coverage_curve(scores, right);
  REQUIRE(best.augrc() == Approx(optimal_augrc(0.3)).epsilon(1e-12));
  REQUIRE(best.aurc() >= optimal_aurc(0.3));
  REQUIRE(best.aurc() - optimal_aurc(0.3) < 1.0 / kN);
  const RiskCoverageCurve blind = risk_coverage_curve(routing::RoutingScores(kN, 7.0), right);
  REQUIRE(blind.aurc() == Approx(0.3));
  REQUIRE(blind.augrc() == Approx(0.15));
  REQUIRE((optimal_aurc(0) == 0 && optimal_aurc(1) == 1 && optimal_augrc(1) == 0.5));
}

TEST_CASE("thresholds come from the tuning part, accuracies from the answered test examples", "[eval]") {
  const RoutingProblem problem =
      problem_of({1, 2, 3, 4}, {0, 1, 2, 2.5, 5, 6, 7, 8}, {1, 1, 0, 1, 0, 0, 1, 0});
  const std::vector<double> coverages{0.5, 1.0, 0.0};
  const AbstentionResult result = abstention(folds_of(problem, problem.methods[0]), coverages);
  const AbstentionPoint& half = result.points[0];
  REQUIRE((half.threshold == 2.0 && half.coverage == 3 / 8.0));
  REQUIRE(half.accuracy == Approx(2 / 3.0));
  REQUIRE(half.accuracy_ci.low == stats::wilson(2, 3).low);
  REQUIRE(half.matched_accuracy == Approx(3 / 4.0));
  const AbstentionPoint& all = result.points[1];
  REQUIRE((all.threshold == 4.0 && all.coverage == 0.5));
  REQUIRE(all.matched_accuracy == Approx(0.5));
  const AbstentionPoint& none = result.points[2];
  REQUIRE((!none.threshold && none.coverage == 0 && !none.accuracy && !none.matched_accuracy));
  REQUIRE((none.accuracy_ci.low == 0 && none.accuracy_ci.high == 1));
}

TEST_CASE("an exchanged problem counts both halves, each by the other's threshold", "[eval]") {
  RoutingProblem problem = problem_of({1, 2, 10, 20}, {1, 2, 10, 20}, {1, 0, 1, 1});
  problem.variants[0].tune = problem.variants[0].test;
  problem.half = {0, 0, 1, 1};
  const AbstentionResult result = abstention(folds_of(problem, problem.methods[0]), std::vector<double>{0.5});
  // The first half is answered whole by the threshold 10, the second not at all by the threshold 1.
  REQUIRE(result.points[0].coverage == 0.5);
  REQUIRE(result.points[0].accuracy == Approx(0.5));
  REQUIRE_FALSE(result.points[0].threshold);
  REQUIRE(result.points[0].matched_accuracy == Approx(1));
  REQUIRE(result.aurc == Approx((0 + 0.5) / 2 / 2));
}

TEST_CASE("infinite scores are ranked like any other", "[eval]") {
  const RiskCoverageCurve curve =
      risk_coverage_curve(std::vector{kInfinity, -kInfinity, 0.0}, std::vector{0.0, 1.0, 1.0});
  REQUIRE(curve.aurc() == Approx(1 / 9.0));
}

TEST_CASE("answers that are worth something between right and wrong have no risk", "[eval]") {
  REQUIRE_THROWS_AS(risk_coverage_curve(std::vector{1.0}, std::vector{0.5}), InternalError);
  REQUIRE_THROWS_AS(risk_coverage_curve(std::vector<double>{}, std::vector<double>{}), InternalError);
}
