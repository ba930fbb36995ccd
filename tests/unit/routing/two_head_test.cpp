#include "routing/two_head.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "unit/routing/random_pairs.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

TwoHeadFit fitted(const predictions::PredictionPair& pair, const Outcomes& outcomes) {
  return fit_two_head(confidence_features(pair.base), outcomes, random_folds(pair.size(), 5, SeedTree(1)));
}

}  // namespace

TEST_CASE("the expected gain is what sending gains on average, class by class", "[routing]") {
  const predictions::PredictionPair tune = test::specialist_pair(4000, 6, SeedTree(1));
  const predictions::PredictionPair other = test::specialist_pair(4000, 6, SeedTree(2));
  const TwoHeadFit fit = fitted(tune, test::outcomes_of(tune));
  const RoutingScores expected = expected_gain(fit.model, confidence_features(other.base));
  const Outcomes outcomes = test::outcomes_of(other);
  for (std::int32_t c = 0; c < 6; ++c) {
    double mean_expected = 0, mean_gain = 0, count = 0;
    for (std::size_t i = 0; i < other.size(); ++i) {
      if (other.base.predicted[i] != c) continue;
      mean_expected += expected[i];
      mean_gain += outcomes.cloud_value[i] - outcomes.base_value[i];
      count += 1;
    }
    CAPTURE(c, count);
    REQUIRE(mean_expected / count == Approx(mean_gain / count).margin(4 * 0.6 / std::sqrt(count)));
  }
}

TEST_CASE("what answers are worth scales the expected gain", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(500, 4, SeedTree(3));
  Outcomes outcomes = test::outcomes_of(pair);
  const RoutingScores plain = fitted(pair, outcomes).out_of_fold;
  for (auto* values : {&outcomes.base_value, &outcomes.cloud_value})
    for (double& value : *values) value *= 5;
  const RoutingScores fivefold = fitted(pair, outcomes).out_of_fold;
  for (std::size_t i = 0; i < plain.size(); ++i) REQUIRE(fivefold[i] == Approx(5 * plain[i]).margin(1e-9));
  // Costs, which lie below zero, are no different.
  for (auto* values : {&outcomes.base_value, &outcomes.cloud_value})
    for (double& value : *values) value -= 5;
  const RoutingScores costs = fitted(pair, outcomes).out_of_fold;
  for (std::size_t i = 0; i < plain.size(); ++i) REQUIRE(costs[i] == Approx(5 * plain[i]).margin(1e-9));
}

TEST_CASE("two models that are both always right have nothing to gain", "[routing]") {
  const predictions::PredictionPair pair = test::plain_pair(40, 3, SeedTree(4));
  const std::vector<double> right(40, 1.0);
  for (const double gain : fitted(pair, {right, right}).out_of_fold) REQUIRE(gain == Approx(0).margin(1e-9));
}
