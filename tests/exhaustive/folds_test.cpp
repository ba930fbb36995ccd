#include "eval/folds.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "eval/operating_point.h"
#include "reference/folds.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

/// The first `zeros` rows in half 0. Other orders of the rows are other cases of scores and outcomes.
eval::RoutingProblem in_halves(const routing::RoutingScores& tune, const routing::RoutingScores& test,
                               const routing::Outcomes& outcomes, std::size_t zeros) {
  eval::RoutingProblem problem{.variants = {{"", outcomes, outcomes}}};
  problem.methods = {{.measure = "max_prob", .tune = tune, .test = test}};
  problem.half.assign(outcomes.size(), 1);
  std::fill_n(problem.half.begin(), zeros, std::uint8_t{0});
  return problem;
}

void require_twin(const eval::RoutingProblem& problem, double coverage) {
  const eval::Method& method = problem.methods[0];
  const routing::Outcomes& outcomes = problem.variants[0].test;
  const std::vector<eval::Fold> folds = eval::folds_of(problem, method);
  const eval::OperatingPoint fast = eval::operating_point(problem, method, folds, coverage, {});
  const auto slow =
      reference::cross_fitted_figures(method.tune, method.test, outcomes, problem.half, coverage);
  test::require_for(near(fast.tuned_coverage, slow.tuned_coverage) && near(fast.coverage, slow.coverage) &&
                        near(fast.accuracy, slow.accuracy) &&
                        near(fast.matched_accuracy, slow.matched_accuracy),
                    method.test, outcomes, coverage);
  const auto right = eval::expected_utility(folds, coverage);
  const double mean = std::accumulate(right.begin(), right.end(), 0.0) / static_cast<double>(right.size());
  test::require_for(near(mean, fast.matched_accuracy), method.test, outcomes, coverage);
}

}  // namespace

TEST_CASE("two halves that tune each other give what each example's own threshold does, on every tiny case",
          "[exhaustive]") {
  test::for_each_case(4, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    for (std::size_t zeros = 1; zeros < scores.size(); ++zeros) {
      const eval::RoutingProblem problem = in_halves(scores, scores, outcomes, zeros);
      for (const double coverage : {0.0, 0.25, 0.5, 0.7, 1.0}) require_twin(problem, coverage);
    }
  });
}

TEST_CASE("halves of which each was fitted on give the same as their twin, on every tiny case",
          "[exhaustive]") {
  for (std::size_t n = 2; n <= 3; ++n)
    test::for_each_scores(n, [n](const routing::RoutingScores& tune) {
      test::for_each_scores(n, [&](const routing::RoutingScores& test_scores) {
        test::for_each_outcomes(n, [&](const routing::Outcomes& outcomes) {
          require_twin(in_halves(tune, test_scores, outcomes, 1), 0.5);
        });
      });
    });
}
