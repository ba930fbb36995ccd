#include "eval/abstention.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "eval/router_metrics.h"
#include "reference/abstention.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

/// Every score in {0, 1, 2} and every answer right or wrong: visit(scores, right).
template <class Visit>
void for_each_answers(std::size_t largest_n, Visit&& visit) {
  for (std::size_t n = 1; n <= largest_n; ++n)
    test::for_each_scores(n, [&](const routing::RoutingScores& scores) {
      test::for_each_number(n, 2, [&](const std::vector<int>& digits) {
        visit(scores, std::vector<double>(digits.begin(), digits.end()));
      });
    });
}

void require_for(bool holds, const routing::RoutingScores& scores, const std::vector<double>& right,
                 double coverage) {
  test::require_for(holds, scores, {right, right}, coverage);
}

}  // namespace

TEST_CASE("risks and their areas are the means over all orders of equal scores", "[exhaustive]") {
  for_each_answers(5, [](const routing::RoutingScores& scores, const std::vector<double>& right) {
    const eval::RiskCoverageCurve curve = eval::risk_coverage_curve(scores, right);
    const auto [aurc, augrc] = reference::abstention(scores, right);
    require_for(near(curve.aurc(), aurc), scores, right, 1);
    require_for(near(curve.augrc(), augrc), scores, right, 1);
  });
}

TEST_CASE("the risk at every coverage is the mean over all orders", "[exhaustive]") {
  for_each_answers(4, [](const routing::RoutingScores& scores, const std::vector<double>& right) {
    const eval::RiskCoverageCurve curve = eval::risk_coverage_curve(scores, right);
    for (const double c : test::share_grid(scores.size())) {
      const auto expected = reference::risk_at(scores, right, c);
      const auto got = curve.risk_at(c);
      require_for(got.has_value() == expected.has_value() && (!got || near(*got, *expected)), scores, right,
                  c);
    }
  });
}

TEST_CASE("AUGRC is what the score's AUROC as a detector of errors gives, and no order beats the optima",
          "[exhaustive]") {
  for_each_answers(6, [](const routing::RoutingScores& scores, const std::vector<double>& right) {
    const eval::RiskCoverageCurve curve = eval::risk_coverage_curve(scores, right);
    const double error = *curve.risk_at(1);
    // An oracle that sends to a cloud that is always right sends the errors.
    const auto auroc =
        eval::router_metrics(scores, {}, {right, std::vector<double>(right.size(), 1.0)}).auroc.value_or(0);
    require_for(near(curve.augrc(), (1 - auroc) * error * (1 - error) + error * error / 2), scores, right, 1);
    require_for(curve.augrc() >= eval::optimal_augrc(error) - 1e-12, scores, right, 1);
    require_for(curve.aurc() >= eval::optimal_aurc(error) - 1e-12, scores, right, 1);
  });
}
