#include "routing/threshold.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "reference/threshold.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

bool same(const routing::Threshold& a, const routing::Threshold& b) {
  return a.value == b.value && a.target_coverage == b.target_coverage && a.tuned_coverage == b.tuned_coverage;
}

}  // namespace

TEST_CASE("the threshold for a coverage equals its definition on every tiny case", "[exhaustive]") {
  int cases = 0;
  for (std::size_t n = 1; n <= 6; ++n)
    test::for_each_scores(n, [&](const routing::RoutingScores& scores) {
      for (const double coverage : test::share_grid(n)) {
        const routing::Threshold fast = routing::threshold_for_coverage(scores, coverage);
        REQUIRE(same(fast, reference::threshold_for_coverage(scores, coverage)));
        REQUIRE(fast.tuned_coverage >= coverage - 1e-12);
        ++cases;
      }
    });
  REQUIRE(cases == 3 * 3 + 9 * 5 + 27 * 7 + 81 * 9 + 243 * 11 + 729 * 13);
}

TEST_CASE("the threshold for an accuracy equals its definition on every tiny case", "[exhaustive]") {
  test::for_each_case(4, [](const routing::RoutingScores& scores, const routing::Outcomes& outcomes) {
    for (const double accuracy : test::share_grid(scores.size())) {
      const auto fast = routing::threshold_for_accuracy(scores, outcomes, accuracy);
      const auto slow = reference::threshold_for_accuracy(scores, outcomes, accuracy);
      const bool equal = fast.has_value() == slow.has_value() && (!fast || same(*fast, *slow));
      test::require_for(equal, scores, outcomes, accuracy);
    }
  });
}

TEST_CASE("coverage never falls as the threshold rises, nor as its target does", "[exhaustive]") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (std::size_t n = 1; n <= 6; ++n)
    test::for_each_scores(n, [&](const routing::RoutingScores& scores) {
      std::size_t sent_before = n;
      for (const double t : {-kInfinity, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, kInfinity}) {
        const std::size_t sent = routing::count_sent(scores, t);
        REQUIRE(sent <= sent_before);
        sent_before = sent;
      }
      double coverage_before = 0;
      for (const double target : test::share_grid(n)) {
        const double coverage = routing::threshold_for_coverage(scores, target).tuned_coverage;
        REQUIRE(coverage >= coverage_before);
        coverage_before = coverage;
      }
    });
}

TEST_CASE("thresholds do not depend on the order of the rows", "[exhaustive]") {
  for (std::size_t n = 1; n <= 5; ++n)
    test::for_each_scores(n, [&](const routing::RoutingScores& scores) {
      routing::RoutingScores sorted = scores;
      std::ranges::sort(sorted);
      for (const double coverage : test::share_grid(n))
        REQUIRE(same(routing::threshold_for_coverage(scores, coverage),
                     routing::threshold_for_coverage(sorted, coverage)));
    });
}
