#include "audit/drift.h"

#include <numeric>

namespace hybrid::audit {

double ThresholdDrift::deviation() const {
  const double difference = coverage - tuned_coverage;
  if (difference == 0) return 0;
  if (standard_error > 0) return difference / standard_error;
  const auto tune = static_cast<double>(n_tune), test = static_cast<double>(n_test);
  const double pooled = (tune * tuned_coverage + test * coverage) / (tune + test);
  return difference / stats::coverage_standard_error(pooled, n_tune, n_test);
}

ThresholdDrift threshold_drift(const eval::Fold& fold, const routing::Threshold& threshold) {
  const std::size_t n_tune = fold.tune_scores.size(), n_test = fold.test_scores.size();
  const auto sent = static_cast<double>(routing::count_sent(fold.test_scores, threshold.value));
  return {.n_tune = n_tune,
          .n_test = n_test,
          .tuned_coverage = threshold.tuned_coverage,
          .coverage = 1 - sent / static_cast<double>(n_test),
          .standard_error = stats::coverage_standard_error(threshold.tuned_coverage, n_tune, n_test),
          .scores = stats::kolmogorov_smirnov(fold.tune_scores, fold.test_scores)};
}

AccuracyJump accuracy_jump(const predictions::PredictionSet& tune, const predictions::PredictionSet& test) {
  const auto proportion = [](const predictions::PredictionSet& set) {
    const auto right = predictions::correct(set);
    return stats::Proportion{std::accumulate(right.begin(), right.end(), 0.0),
                             static_cast<double>(set.size())};
  };
  AccuracyJump jump{.tune = proportion(tune), .test = proportion(test)};
  jump.p = stats::larger_share_p(jump.tune, jump.test);
  return jump;
}

}  // namespace hybrid::audit
