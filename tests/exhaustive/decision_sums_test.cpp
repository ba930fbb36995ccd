#include "eval/decision_sums.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "eval/operating_point.h"
#include "reference/decision_sums.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

double best_possible(const routing::Outcomes& outcomes) {
  double sum = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    sum += std::max(outcomes.base_value[i], outcomes.cloud_value[i]);
  return sum / static_cast<double>(outcomes.size());
}

void require_twin(const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
  const auto n = static_cast<double>(scores.size());
  for (const double threshold : {-1.0, 0.0, 1.0, 2.0}) {
    const eval::DecisionSums fast = eval::decision_sums(scores, threshold, outcomes);
    const auto slow = reference::regret(scores, threshold, outcomes);
    test::require_for(
        near(fast.agreeing / n, slow.oracle_agreement) && near(fast.missed_help / n, slow.missed_help) &&
            near(fast.useless_send / n, slow.useless_send) && near(fast.harmful_send / n, slow.harmful_send),
        scores, outcomes, threshold);
  }
}

}  // namespace

TEST_CASE("agreement and regret equal their definitions on every tiny case", "[exhaustive]") {
  test::for_each_case(4, require_twin);
  test::for_each_scores(3, [](const routing::RoutingScores& scores) {
    test::for_each_worth(3, [&](const routing::Outcomes& outcomes) { require_twin(scores, outcomes); });
  });
}

TEST_CASE("what is lost against the best possible is missed help and harm, for every kind of method",
          "[exhaustive]") {
  test::for_each_worth(3, [](const routing::Outcomes& outcomes) {
    eval::RoutingProblem problem{.variants = {{"", outcomes, outcomes}}};
    problem.methods = {{.measure = "on_device", .kind = eval::MethodKind::on_device},
                       {.measure = "on_cloud", .kind = eval::MethodKind::on_cloud},
                       {.measure = "random", .kind = eval::MethodKind::random},
                       {.measure = "entropy", .tune = {0, 2, 1}, .test = {1, 0, 1}},
                       {.measure = "oracle", .kind = eval::MethodKind::oracle}};
    for (const auto& method : problem.methods)
      for (const double coverage : test::share_grid(3)) {
        const eval::OperatingPoint point =
            eval::operating_point(problem, method, eval::folds_of(problem, method), coverage, {});
        test::require_for(
            near(point.accuracy, best_possible(outcomes) - point.missed_help - point.harmful_send),
            method.test, outcomes, coverage);
      }
  });
}
