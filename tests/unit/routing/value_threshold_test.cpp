#include "routing/value_threshold.h"

#include <catch2/catch.hpp>
#include <limits>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::vector<double> kScores{4, 3, 2, 1};
const std::vector<double> kFree{0, 0, 0, 0};
/// Gains of 1, 0, 1 and -1 in the order of the scores.
const Outcomes kOutcomes = test::outcomes_from("0101", "1110");

}  // namespace

TEST_CASE("what is sent is worth more than it costs", "[routing]") {
  const std::vector<double> cheap(4, 0.25), dear(4, 0.6), too_dear(4, 1.5);
  REQUIRE(threshold_for_value(kScores, kOutcomes, {1, cheap}).value ==
          1);  // 2 - 3 x 0.25 against 1 - 0.25: sends three
  REQUIRE(threshold_for_value(kScores, kOutcomes, {1, dear}).value == 3);
  const Threshold nothing = threshold_for_value(kScores, kOutcomes, {1, too_dear});
  REQUIRE(nothing.value == kInfinity);
  REQUIRE(nothing.tuned_coverage == 1);
  REQUIRE(threshold_for_value(kScores, kOutcomes, {10, too_dear}).value == 1);
}

TEST_CASE("of cuts with the same net value the one that sends least is taken", "[routing]") {
  const std::vector<double> half(4, 0.5);
  REQUIRE(threshold_for_value(kScores, kOutcomes, {1, half}).value == 3);
}

TEST_CASE("everything is sent where every input gains", "[routing]") {
  const Outcomes all = test::outcomes_from("0000", "1111");
  REQUIRE(threshold_for_value(kScores, all, {1, kFree}).value == -kInfinity);
  REQUIRE(threshold_for_value(kScores, all, {1, kFree}).tuned_coverage == 0);
}

TEST_CASE("the net value is a mean over all inputs, sent or not", "[routing]") {
  const std::vector<double> own{1, 2, 3, 4};
  REQUIRE(net_value(kScores, kOutcomes, {10, own}, 4) == 0);
  REQUIRE(net_value(kScores, kOutcomes, {10, own}, 1) == Approx((9.0 - 2 + 7) / 4));
}
