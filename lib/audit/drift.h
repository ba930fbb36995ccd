#pragma once
// Whether thresholds and accuracies transfer from the tuning part to the test part.

#include <span>

#include "eval/folds.h"
#include "predictions/prediction_pair.h"
#include "routing/threshold.h"
#include "stats/two_samples.h"

namespace hybrid::audit {

/// The coverage of a threshold on the tuning part and on the test part.
struct ThresholdDrift {
  std::size_t n_tune = 0, n_test = 0;  ///< of the fold
  double tuned_coverage = 1;
  double coverage = 1;
  double standard_error = 0;        ///< coverage_standard_error at the tuned coverage
  stats::KolmogorovSmirnov scores;  ///< compares the scores of the tuning and the test part

  /// Returns the difference in standard errors. If the tuning part is kept or sent as a whole, its own
  /// standard error is 0, and that of the coverage of both parts together is taken.
  double deviation() const;
};

ThresholdDrift threshold_drift(const eval::Fold& fold, const routing::Threshold& threshold);

/// The accuracy of a model on both parts. A model that was trained or selected on the tuning examples has a
/// higher accuracy there.
struct AccuracyJump {
  stats::Proportion tune, test;
  double p = 1;  ///< one-sided, of a difference at least this large if both accuracies were equal
};

AccuracyJump accuracy_jump(const predictions::PredictionSet& tune, const predictions::PredictionSet& test);

}  // namespace hybrid::audit
