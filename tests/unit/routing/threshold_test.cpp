#include "routing/threshold.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/seed.h"
#include "reference/threshold.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using test::outcomes_from;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::vector<double> kOneToTen{7, 3, 10, 1, 5, 9, 2, 8, 6, 4};

}  // namespace

TEST_CASE("the threshold is the c-quantile of the scores", "[routing]") {
  const Threshold t = threshold_for_coverage(kOneToTen, 0.8);
  REQUIRE(t.value == 8);
  REQUIRE(t.target_coverage == 0.8);
  REQUIRE(t.tuned_coverage == 0.8);
  REQUIRE(count_sent(kOneToTen, t.value) == 2);
  REQUIRE(threshold_for_coverage(kOneToTen, 0.81).value == 9);
  REQUIRE(threshold_for_coverage(kOneToTen, 0.81).tuned_coverage == 0.9);
}

TEST_CASE("coverage 1 sends nothing, coverage 0 everything", "[routing]") {
  REQUIRE(threshold_for_coverage(kOneToTen, 1).value == 10);
  REQUIRE(threshold_for_coverage(kOneToTen, 1).tuned_coverage == 1);
  REQUIRE(count_sent(kOneToTen, 10) == 0);
  REQUIRE(threshold_for_coverage(kOneToTen, 0).value == -kInfinity);
  REQUIRE(threshold_for_coverage(kOneToTen, 0).tuned_coverage == 0);
  REQUIRE(count_sent(kOneToTen, -kInfinity) == 10);
  REQUIRE(threshold_for_coverage(kOneToTen, 1e-6).value == 1);
}

TEST_CASE("coverages that are whole counts survive rounding", "[routing]") {
  // 0.7 * 10 is 7.000000000000001, 0.07 * 100 is 7.000000000000001, 0.29 * 100 is 28.999999999999996.
  for (int tenths = 0; tenths <= 10; ++tenths)
    REQUIRE(threshold_for_coverage(kOneToTen, tenths * 0.1).tuned_coverage == tenths / 10.0);
  std::vector<double> hundred(100);
  for (std::size_t i = 0; i < 100; ++i) hundred[i] = static_cast<double>(i);
  for (int percent = 1; percent <= 100; ++percent)
    REQUIRE(threshold_for_coverage(hundred, percent / 100.0).value == percent - 1);
}

TEST_CASE("a tie is kept whole, so that never more is sent than allowed", "[routing]") {
  const std::vector<double> scores{1, 2, 2, 2, 3};
  REQUIRE(threshold_for_coverage(scores, 0.4).value == 2);
  REQUIRE(threshold_for_coverage(scores, 0.4).tuned_coverage == 0.8);
  const std::vector<double> equal{5, 5, 5};
  REQUIRE(threshold_for_coverage(equal, 0.01).tuned_coverage == 1);
  REQUIRE(threshold_for_coverage(equal, 0).tuned_coverage == 0);
}

TEST_CASE("the threshold for an accuracy keeps as much as it can", "[routing]") {
  const std::vector<double> scores{5, 4, 3, 2, 1};
  const Outcomes outcomes = outcomes_from("00111", "11101");
  const auto at = [&](double accuracy) { return threshold_for_accuracy(scores, outcomes, accuracy); };
  REQUIRE(at(0)->value == 5);
  REQUIRE(at(0)->tuned_coverage == 1);
  REQUIRE(at(0.6)->tuned_coverage == 1);
  REQUIRE(at(0.61)->value == 4);
  REQUIRE(at(0.8)->tuned_coverage == 0.8);
  REQUIRE(at(0.81)->value == 3);
  REQUIRE(at(1)->tuned_coverage == 0.6);
  REQUIRE(at(1)->target_coverage == 0.6);
}

TEST_CASE("an accuracy may take sending everything, or be out of reach", "[routing]") {
  const std::vector<double> scores{2, 1};
  const auto all = threshold_for_accuracy(scores, outcomes_from("00", "11"), 1);
  REQUIRE(all->value == -kInfinity);
  REQUIRE(all->tuned_coverage == 0);
  REQUIRE_FALSE(threshold_for_accuracy(scores, outcomes_from("00", "01"), 0.6));
  REQUIRE_FALSE(threshold_for_accuracy(scores, outcomes_from("11", "11"), 1.1));
}

TEST_CASE("an accuracy is not reached by splitting a tie", "[routing]") {
  const std::vector<double> scores{1, 1};
  REQUIRE_FALSE(threshold_for_accuracy(scores, outcomes_from("01", "10"), 0.75));
}

TEST_CASE("on random scores both tuners equal their definitions", "[routing]") {
  Rng rng(6);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const std::size_t n = 1 + rng.below(40);
    std::vector<double> scores(n);
    Outcomes outcomes;
    for (double& s : scores) {
      s = static_cast<double>(rng.below(15)) / 4 - 1;
      outcomes.base_value.push_back(rng.below(2) == 1);
      outcomes.cloud_value.push_back(rng.below(4) > 0);
    }
    const double target = rng.uniform();
    const Threshold fast = threshold_for_coverage(scores, target);
    const Threshold slow = reference::threshold_for_coverage(scores, target);
    REQUIRE(fast.value == slow.value);
    REQUIRE(fast.tuned_coverage == slow.tuned_coverage);
    REQUIRE(fast.tuned_coverage >= target);
    const auto fast_accuracy = threshold_for_accuracy(scores, outcomes, target);
    const auto slow_accuracy = reference::threshold_for_accuracy(scores, outcomes, target);
    REQUIRE(fast_accuracy.has_value() == slow_accuracy.has_value());
    if (fast_accuracy) REQUIRE(fast_accuracy->value == slow_accuracy->value);
  }
}

TEST_CASE("no scores, an impossible coverage or unequal lengths are a fault of the caller", "[routing]") {
  REQUIRE_THROWS_AS(threshold_for_coverage({}, 0.5), InternalError);
  REQUIRE_THROWS_AS(threshold_for_coverage(kOneToTen, -0.1), InternalError);
  REQUIRE_THROWS_AS(threshold_for_coverage(kOneToTen, 1.1), InternalError);
  REQUIRE_THROWS_AS(threshold_for_coverage(kOneToTen, std::numeric_limits<double>::quiet_NaN()),
                    InternalError);
  REQUIRE_THROWS_AS(threshold_for_accuracy(kOneToTen, outcomes_from("1", "1"), 0.5), InternalError);
}

TEST_CASE("a threshold that is raised keeps more, one that is high enough stays", "[routing]") {
  const Threshold low = threshold_for_coverage(kOneToTen, 0.3);
  const Threshold high = raised(low, 5, kOneToTen);
  REQUIRE(high.value == 5);
  REQUIRE(high.tuned_coverage == 0.5);
  REQUIRE(high.target_coverage == 0.3);
  REQUIRE(raised(high, 2, kOneToTen).value == 5);
  REQUIRE(raised(threshold_for_coverage(kOneToTen, 0), 0, kOneToTen).value == 0);
}
