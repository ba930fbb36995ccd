#include "eval/deferral_curve.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "eval/ceilings.h"
#include "reference/deferral_curve.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

bool same(const eval::DeferralCurve& a, const eval::DeferralCurve& b) {
  return a.n == b.n && std::ranges::equal(a.cuts, b.cuts, [](const eval::Cut& x, const eval::Cut& y) {
           return x.sent == y.sent && x.value == y.value && x.threshold == y.threshold;
         });
}

}  // namespace

TEST_CASE("matched accuracy and area equal their definitions on every tiny case", "[exhaustive]") {
  test::for_each_case(5, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    const eval::DeferralCurve curve = eval::deferral_curve(scores, outcomes);
    for (const double c : test::share_grid(scores.size()))
      test::require_for(near(curve.accuracy_at(c), reference::accuracy_at(scores, outcomes, c)), scores,
                        outcomes, c);
    test::require_for(near(curve.area(), reference::area(scores, outcomes)), scores, outcomes, 1);
  });
}

TEST_CASE("matched accuracy is the mean over all orders of the rows", "[exhaustive]") {
  test::for_each_case(3, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    const eval::DeferralCurve curve = eval::deferral_curve(scores, outcomes);
    for (const double c : test::share_grid(scores.size()))
      test::require_for(near(curve.accuracy_at(c), reference::accuracy_over_all_orders(scores, outcomes, c)),
                        scores, outcomes, c);
  });
}

TEST_CASE("a curve does not depend on the order of the rows", "[exhaustive]") {
  test::for_each_case(4, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    const eval::DeferralCurve curve = eval::deferral_curve(scores, outcomes);
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    routing::RoutingScores moved = scores;
    routing::Outcomes outcomes_moved = outcomes;
    while (std::ranges::next_permutation(order).found) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        moved[i] = scores[order[i]];
        outcomes_moved.base_value[i] = outcomes.base_value[order[i]];
        outcomes_moved.cloud_value[i] = outcomes.cloud_value[order[i]];
      }
      test::require_for(same(eval::deferral_curve(moved, outcomes_moved), curve), moved, outcomes_moved, 1);
    }
  });
}

TEST_CASE("no curve rises above the true ceilings, at any coverage", "[exhaustive]") {
  test::for_each_case(5, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    const eval::DeferralCurve curve = eval::deferral_curve(scores, outcomes);
    const eval::DeferralCurve oracle = eval::oracle_curve(outcomes);
    for (const double c : test::share_grid(scores.size())) {
      const double exactly = eval::ceiling_exactly(oracle, c);
      test::require_for(curve.accuracy_at(c) <= exactly + 1e-12, scores, outcomes, c);
      test::require_for(exactly <= eval::ceiling_at_most(oracle, c) + 1e-12, scores, outcomes, c);
    }
  });
}
