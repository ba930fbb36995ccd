#include "eval/learned_methods.h"

#include "core/error.h"

namespace hybrid::eval {

namespace {

constexpr std::size_t kFolds = 5;

/// Returns the features that both sets have: a model fitted to outputs cannot score a confidence alone.
routing::ConfidenceFeatures common_features(const predictions::PredictionSet& set,
                                            const predictions::PredictionSet& other) {
  if (set.has_outputs() == other.has_outputs() && set.confidence.empty() == other.confidence.empty())
    return routing::confidence_features(set);
  predictions::PredictionSet common{.source = set.source, .labels = set.labels, .predicted = set.predicted};
  if (!other.confidence.empty()) common.confidence = set.confidence;
  return routing::confidence_features(common);
}

}  // namespace

std::string LearnedMethods::missing(const predictions::PredictionSet& tune) {
  if (tune.size() < kMinExamples)
    return fmt::format("needs {} tuning examples, there are {}", kMinExamples, tune.size());
  return "";
}

LearnedMethods::LearnedMethods(const predictions::PredictionSet& tune, const predictions::PredictionSet& test,
                               const routing::Outcomes& outcomes, SeedTree seed)
    : tune_(common_features(tune, test)),
      test_(common_features(test, tune)),
      outcomes_(outcomes),
      folds_(routing::random_folds(tune.size(), kFolds, seed.at("learned"))) {
  HYBRID_CHECK(outcomes.size() == tune.size() && missing(tune).empty(), "{} outcomes, {} examples: {}",
               outcomes.size(), tune.size(), missing(tune));
}

const routing::TwoHeadFit& LearnedMethods::heads() {
  if (!heads_) heads_ = routing::fit_two_head(tune_, outcomes_, folds_);
  return *heads_;
}

const routing::AutoRouterFit& LearnedMethods::auto_router() {
  if (!auto_) auto_ = routing::fit_auto_router(tune_, outcomes_, heads());
  return *auto_;
}

Method LearnedMethods::logistic() {
  std::vector<double> targets;
  for (const routing::Route route : routing::oracle(outcomes_))
    targets.push_back(route == routing::Route::cloud ? 1 : 0);
  routing::LogisticRouterFit fit = routing::fit_logistic_router(tune_, targets, {}, folds_);
  return {.measure = "logistic",
          .tune = std::move(fit.out_of_fold),
          .test = routing::log_odds(fit.model, test_),
          .router_macs = static_cast<double>(routing::macs(fit.model)),
          .meaning = ScoreMeaning::help_logit};
}

Method LearnedMethods::two_head() {
  return {.measure = "two_head",
          .tune = heads().out_of_fold,
          .test = routing::expected_gain(heads().model, test_),
          .router_macs = static_cast<double>(routing::macs(heads().model)),
          .meaning = ScoreMeaning::expected_gain};
}

Method LearnedMethods::deferral(routing::DeferralLoss loss) {
  routing::DeferralFit fit = routing::fit_deferral(
      loss, tune_, routing::shares_of(outcomes_.cloud_value, routing::value_range(outcomes_)), folds_);
  return {.measure = loss == routing::DeferralLoss::cross_entropy ? "l2d_ce" : "l2d_ova",
          .tune = std::move(fit.out_of_fold),
          .test = routing::deferral_scores(fit.model, test_),
          .router_macs = static_cast<double>(routing::macs(fit.model.defer))};
}

Method LearnedMethods::automatic() {
  return {.measure = "auto",
          .tune = auto_router().out_of_fold,
          .test = routing::expected_gain(auto_router().model, test_),
          .router_macs = static_cast<double>(routing::macs(auto_router().model)),
          .meaning = ScoreMeaning::expected_gain};
}

}  // namespace hybrid::eval
