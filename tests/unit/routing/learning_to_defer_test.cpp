#include "routing/learning_to_defer.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "unit/routing/random_pairs.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

DeferralFit fitted(DeferralLoss loss, const predictions::PredictionPair& pair,
                   const std::vector<double>& cloud_right) {
  return fit_deferral(loss, confidence_features(pair.base), cloud_right,
                      random_folds(pair.size(), 5, SeedTree(1)));
}

}  // namespace

TEST_CASE("with a cloud that is right with one probability, deferral compares it with the confidence",
          "[routing]") {
  // The surrogates' minimisers: cross entropy log P(cloud right) - log p1, one-vs-all logit of either.
  const predictions::PredictionPair pair = test::plain_pair(3000, 5, SeedTree(1));
  const auto right = predictions::correct(pair.cloud);
  double p = 0;
  for (const double r : right) p += r / 3000;
  const ConfidenceFeatures features = confidence_features(pair.base);
  const auto ce = deferral_scores(fitted(DeferralLoss::cross_entropy, pair, right).model, features);
  const auto ova = deferral_scores(fitted(DeferralLoss::one_vs_all, pair, right).model, features);
  for (std::size_t i = 0; i < pair.size(); i += 100) {
    const double p1 = pair.base.confidence[i];
    CAPTURE(i, p1);
    REQUIRE(ce[i] == Approx(std::log(p) - std::log(p1)).margin(0.15));
    REQUIRE(ova[i] == Approx(std::log(p / (1 - p)) - std::log(p1 / (1 - p1))).margin(0.8));
  }
}

TEST_CASE("out-of-fold scores are those of other models than the final one", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(200, 4, SeedTree(2));
  for (const auto loss : {DeferralLoss::cross_entropy, DeferralLoss::one_vs_all}) {
    const DeferralFit fit = fitted(loss, pair, predictions::correct(pair.cloud));
    REQUIRE(fit.out_of_fold.size() == 200);
    REQUIRE(fit.out_of_fold != deferral_scores(fit.model, confidence_features(pair.base)));
  }
}
