#include "eval/deferral_curve.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/seed.h"
#include "reference/deferral_curve.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

TEST_CASE("a curve has a cut between any two different scores", "[eval]") {
  // Sorted by score: 3 helps, {2, 2} changes nothing and helps, 1 harms.
  const DeferralCurve curve = deferral_curve(std::vector<double>{2, 3, 1, 2}, outcomes_from("0010", "0101"));
  REQUIRE(curve.n == 4);
  REQUIRE(curve.cuts.size() == 4);
  const auto cut_is = [&](std::size_t i, std::int64_t sent, double value, double threshold) {
    const Cut& cut = curve.cuts[i];
    return cut.sent == sent && cut.value == value && cut.threshold == threshold;
  };
  REQUIRE(cut_is(0, 0, 1, 3));
  REQUIRE(cut_is(1, 1, 2, 2));
  REQUIRE(cut_is(2, 3, 3, 1));
  REQUIRE(cut_is(3, 4, 2, -std::numeric_limits<double>::infinity()));
}

TEST_CASE("accuracy between the cuts is the expected one", "[eval]") {
  const DeferralCurve curve = deferral_curve(std::vector<double>{2, 3, 1, 2}, outcomes_from("0010", "0101"));
  REQUIRE(curve.accuracy_at(1) == 0.25);
  REQUIRE(curve.accuracy_at(0.75) == 0.5);
  REQUIRE(curve.accuracy_at(0.5) == 0.625);  // one of the two that score 2
  REQUIRE(curve.accuracy_at(0.25) == 0.75);
  REQUIRE(curve.accuracy_at(0.125) == 0.625);
  REQUIRE(curve.accuracy_at(0) == 0.5);
  // Trapezoids: 1.5 + 2 * 2.5 + 2.5 right answers over four steps of four examples.
  REQUIRE(curve.area() == Approx((1.5 + 5 + 2.5) / 16));
}

TEST_CASE("equal scores route at random: a straight line", "[eval]") {
  const DeferralCurve curve = deferral_curve(std::vector<double>(4, 7.0), outcomes_from("1000", "0111"));
  REQUIRE(curve.cuts.size() == 2);
  for (const double c : {0.0, 0.1, 0.5, 0.9, 1.0})
    REQUIRE(curve.accuracy_at(c) == Approx(c * 0.25 + (1 - c) * 0.75));
  REQUIRE(curve.area() == Approx(0.5));
}

TEST_CASE("a curve at whole counts survives rounding", "[eval]") {
  // (1 - 0.7) * 10 is 3.0000000000000004.
  std::vector<double> scores(10);
  for (std::size_t i = 0; i < 10; ++i) scores[i] = -static_cast<double>(i);
  const DeferralCurve curve = deferral_curve(scores, outcomes_from("0000000000", "1010101010"));
  REQUIRE(curve.accuracy_at(0.7) == Approx(0.2).epsilon(1e-14));
  REQUIRE(curve.accuracy_at(0.8) == Approx(0.1).epsilon(1e-14));
}

TEST_CASE("on random scores the curve equals its definition, in any order of the rows", "[eval]") {
  Rng rng(1);
  for (int repeat = 0; repeat < 100; ++repeat) {
    const std::size_t n = 1 + rng.below(30);
    std::vector<std::size_t> order(n);
    std::vector<double> scores(n), moved(n);
    routing::Outcomes outcomes, outcomes_moved;
    for (std::size_t i = 0; i < n; ++i) {
      order[i] = i;
      scores[i] = static_cast<double>(rng.below(8));
      outcomes.base_value.push_back(rng.below(2) == 1);
      outcomes.cloud_value.push_back(rng.below(4) > 0);
    }
    rng.shuffle(std::span(order));
    for (std::size_t i = 0; i < n; ++i) {
      moved[i] = scores[order[i]];
      outcomes_moved.base_value.push_back(outcomes.base_value[order[i]]);
      outcomes_moved.cloud_value.push_back(outcomes.cloud_value[order[i]]);
    }
    const DeferralCurve curve = deferral_curve(scores, outcomes);
    const DeferralCurve curve_moved = deferral_curve(moved, outcomes_moved);
    const double coverage = rng.uniform();
    REQUIRE(curve.accuracy_at(coverage) ==
            Approx(reference::accuracy_at(scores, outcomes, coverage)).margin(1e-12));
    REQUIRE(curve.area() == Approx(reference::area(scores, outcomes)).margin(1e-12));
    REQUIRE(curve_moved.accuracy_at(coverage) == curve.accuracy_at(coverage));
    REQUIRE(curve_moved.area() == curve.area());
  }
}

TEST_CASE("the gap recovered is a half for random routing, and undefined without a gap", "[eval]") {
  const routing::Outcomes outcomes = outcomes_from("1000", "0111");
  const DeferralCurve random = deferral_curve(std::vector<double>(4, 0.0), outcomes);
  REQUIRE(average_performance_gap_recovered(random.area(), routing::shares(outcomes)) == Approx(0.5));
  REQUIRE(average_performance_gap_recovered(0.75, routing::shares(outcomes)) == Approx(1));
  REQUIRE(average_performance_gap_recovered(0.25, routing::shares(outcomes)) == Approx(0).margin(1e-15));
  REQUIRE(std::isnan(average_performance_gap_recovered(0.5, routing::shares(outcomes_from("10", "01")))));
}

TEST_CASE("a curve of nothing, or of unequal lengths, is a fault of the caller", "[eval]") {
  REQUIRE_THROWS_AS(deferral_curve({}, {}), InternalError);
  REQUIRE_THROWS_AS(deferral_curve(std::vector<double>{1, 2}, outcomes_from("1", "1")), InternalError);
}
