#include "routing/auto_router.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "eval/deferral_curve.h"
#include "unit/routing/random_pairs.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using Catch::Matchers::Contains;

namespace {

AutoRouterFit fitted(const predictions::PredictionPair& pair) {
  const ConfidenceFeatures features = confidence_features(pair.base);
  const Outcomes outcomes = test::outcomes_of(pair);
  return fit_auto_router(features, outcomes,
                         fit_two_head(features, outcomes, random_folds(pair.size(), 5, SeedTree(1))));
}

std::vector<double> doubt(const predictions::PredictionSet& base) {
  std::vector<double> scores;
  for (const double p : base.confidence) scores.push_back(1 - p);
  return scores;
}

/// Mean over sending 0 to half of how much more accurate the first scores are, by the trapezoid rule over the
/// curves' knots.
double area_between(const RoutingScores& first, const RoutingScores& second, const Outcomes& outcomes) {
  const eval::DeferralCurve a = eval::deferral_curve(first, outcomes),
                            b = eval::deferral_curve(second, outcomes);
  const std::size_t n = outcomes.size();
  double area = 0;
  for (std::size_t sent = 0; sent <= n / 2; ++sent) {
    const double c = 1 - static_cast<double>(sent) / static_cast<double>(n);
    area += (sent == 0 || sent == n / 2 ? 0.5 : 1) * (a.accuracy_at(c) - b.accuracy_at(c));
  }
  return area / static_cast<double>(n / 2);
}

}  // namespace

TEST_CASE("the gain in ranks is the area between two curves up to half sent, ties included", "[routing]") {
  Rng rng(3);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::size_t n = 2 * (1 + rng.below(6));
    RoutingScores first, second;
    Outcomes outcomes;
    for (std::size_t i = 0; i < n; ++i) {
      first.push_back(static_cast<double>(rng.below(n)));  // some equal
      second.push_back(static_cast<double>(rng.below(100)));
      outcomes.base_value.push_back(static_cast<double>(rng.below(2)));
      outcomes.cloud_value.push_back(static_cast<double>(rng.below(2)));
    }
    // Where a tie reaches over the half, the curve goes on straight and the ranks' mean does not: leave those
    // out.
    std::vector<double> sorted = first;
    std::ranges::sort(sorted);
    if (sorted[n / 2] == sorted[n / 2 - 1]) continue;
    sorted = second;
    std::ranges::sort(sorted);
    if (sorted[n / 2] == sorted[n / 2 - 1]) continue;
    REQUIRE(rank_gain(first, second, outcomes).mean ==
            Approx(area_between(first, second, outcomes)).margin(1e-12));
  }
}

TEST_CASE("where classes decide, auto is two_head; where nothing is to be learned it orders as max_prob does",
          "[routing]") {
  const AutoRouterFit specialist = fitted(test::specialist_pair(3000, 6, SeedTree(1)));
  REQUIRE(specialist.model.weight >= 0.75);
  REQUIRE_THAT(specialist.reason, Contains("two_head, +") && Contains("3,000 cross-fitted"));

  const predictions::PredictionPair few = test::plain_pair(60, 6, SeedTree(2));
  const AutoRouterFit plain = fitted(few);
  REQUIRE(plain.model.weight == 0);
  REQUIRE_THAT(plain.reason, Contains("max_prob, because"));
  const RoutingScores scores = expected_gain(plain.model, confidence_features(few.base));
  const auto by_doubt = doubt(few.base);
  for (std::size_t i = 0; i < 60; ++i)
    for (std::size_t j = 0; j < 60; ++j) REQUIRE((scores[i] > scores[j]) == (by_doubt[i] > by_doubt[j]));
}

TEST_CASE("auto's gains are those of its parts, and of new examples like its own", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(1000, 4, SeedTree(4));
  AutoRouterFit fit = fitted(pair);
  fit.model.weight = 0.25;
  const ConfidenceFeatures features = confidence_features(pair.base);
  const auto all = expected_gain(fit.model, features);
  const auto heads = expected_gain(fit.model.heads, features);
  const auto confidence = expected_gain(fit.model.confidence, features);
  for (std::size_t i = 0; i < pair.size(); ++i)
    REQUIRE(all[i] == Approx(0.25 * heads[i] + 0.75 * confidence[i]).margin(1e-15));
}

TEST_CASE("a cloud that is worse on everything is never to be sent to, and auto says so", "[routing]") {
  const predictions::PredictionPair pair = test::pair_by_class(
      2000, 4, [](std::size_t) { return 0.02; }, SeedTree(5));
  const AutoRouterFit fit = fitted(pair);
  REQUIRE(std::ranges::all_of(fit.out_of_fold, [](double gain) { return gain <= 0; }));
  REQUIRE_THAT(fit.reason, Contains("never send"));
}

TEST_CASE("constant confidences, one class, and no confidence at all leave a router that works",
          "[routing]") {
  const auto require_works = [](const predictions::PredictionSet& base, const std::vector<double>& cloud) {
    const ConfidenceFeatures features = confidence_features(base);
    const Outcomes outcomes{predictions::correct(base), cloud};
    const AutoRouterFit fit = fit_auto_router(
        features, outcomes, fit_two_head(features, outcomes, random_folds(base.size(), 5, SeedTree(1))));
    for (const auto& scores : {fit.out_of_fold, expected_gain(fit.model, features)})
      REQUIRE(std::ranges::all_of(scores, [](double s) { return std::isfinite(s); }));
  };
  const std::vector<std::int32_t> zeros(10, 0), labels{0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  const std::vector<double> right(10, 1.0);
  require_works(test::set_with_probabilities(labels, std::vector<std::vector<double>>(10, {0.5, 0.5})),
                right);
  require_works(test::set_with_probabilities(zeros, std::vector<std::vector<double>>(10, {1, 0})), right);
  require_works(test::set_without_outputs(labels, zeros, std::vector<double>(10, 0.7)), right);
  require_works(test::set_without_outputs(labels, zeros), right);
}

TEST_CASE("a gain that grows with confidence leaves confidence's order alone", "[routing]") {
  // Sure where it is wrong: 1 - p1 is no guide, but the falling curve stays falling.
  std::vector<std::int32_t> labels, predicted;
  std::vector<double> confidence, cloud(40, 1.0);
  for (int i = 0; i < 40; ++i) {
    labels.push_back(0);
    predicted.push_back(i < 20 ? 0 : 1);
    confidence.push_back(0.5 + 0.01 * i);
  }
  const auto set = test::set_without_outputs(labels, predicted, confidence);
  const ConfidenceGain gain =
      fit_confidence_gain(confidence_features(set), {predictions::correct(set), cloud});
  REQUIRE(gain.slope > 0);
  REQUIRE(gain.slope < 0.01);
}
