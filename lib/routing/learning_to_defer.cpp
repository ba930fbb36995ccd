#include "routing/learning_to_defer.h"

#include <cmath>

#include "core/error.h"

namespace hybrid::routing {

namespace {

/// Returns the deferral logit minus the largest class logit. The features begin with logit p1.
double score(DeferralLoss loss, double defer, double confidence_logit) {
  if (loss == DeferralLoss::one_vs_all) return defer - confidence_logit;
  return defer + std::log1p(std::exp(-confidence_logit));  // h - log p1
}

RoutingScores scores_of(DeferralLoss loss, std::span<const double> defer,
                        const ConfidenceFeatures& features) {
  RoutingScores scores;
  for (std::size_t i = 0; i < defer.size(); ++i)
    scores.push_back(score(loss, defer[i], features.values(i, 0)));
  return scores;
}

}  // namespace

DeferralFit fit_deferral(DeferralLoss loss, const ConfidenceFeatures& features,
                         std::span<const double> cloud_right, std::span<const std::uint8_t> folds) {
  HYBRID_CHECK(features.values.cols > 0, "no confidence");
  std::vector<double> targets, weights;
  for (const double m : cloud_right) {
    targets.push_back(loss == DeferralLoss::cross_entropy ? m / (1 + m) : m);
    weights.push_back(loss == DeferralLoss::cross_entropy ? 1 + m : 1);
  }
  LogisticRouterFit fit = fit_logistic_router(features, targets, weights, folds);
  return {{loss, std::move(fit.model)}, scores_of(loss, fit.out_of_fold, features)};
}

RoutingScores deferral_scores(const DeferralRouter& model, const ConfidenceFeatures& features) {
  return scores_of(model.loss, log_odds(model.defer, features), features);
}

}  // namespace hybrid::routing
