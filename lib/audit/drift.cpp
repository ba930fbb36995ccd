#include "audit/drift.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace hybrid {

double ThresholdDrift::deviation() const {
  const double difference = coverage - tuned_coverage;
  if (difference == 0) return 0;
  return standard_error > 0 ? difference / standard_error
                            : std::copysign(std::numeric_limits<double>::infinity(), difference);
}

ThresholdDrift threshold_drift(const Fold& fold, const Threshold& threshold) {
  const auto n_tune = static_cast<double>(fold.tune_scores.size());
  const auto n_test = static_cast<double>(fold.test_scores.size());
  const double c = threshold.tuned_coverage;
  return {.tuned_coverage = c,
          .coverage = 1 - static_cast<double>(count_sent(fold.test_scores, threshold.value)) / n_test,
          .standard_error = std::sqrt(c * (1 - c) * (1 / n_tune + 1 / n_test)),
          .scores = kolmogorov_smirnov(fold.tune_scores, fold.test_scores)};
}

AccuracyJump accuracy_jump(const PredictionSet& tune, const PredictionSet& test) {
  const auto proportion = [](const PredictionSet& set) {
    const auto right = correct(set);
    return Proportion{std::accumulate(right.begin(), right.end(), 0.0), static_cast<double>(set.size())};
  };
  AccuracyJump jump{.tune = proportion(tune), .test = proportion(test)};
  jump.p = larger_share_p(jump.tune, jump.test);
  return jump;
}

}  // namespace hybrid
