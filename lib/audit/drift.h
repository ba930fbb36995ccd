#pragma once
// Whether what was chosen on the tuning part carries over to the test part.

#include <span>

#include "eval/folds.h"
#include "eval/two_samples.h"
#include "predictions/prediction_pair.h"
#include "routing/threshold.h"

namespace hybrid {

/// A threshold's coverage where it was chosen against where it is used.
struct ThresholdDrift {
  double tuned_coverage = 1;
  double coverage = 1;
  /// sqrt(c (1 - c) (1 / n_tune + 1 / n_test)) with c the tuned coverage: what the difference of two samples of one
  /// population would be.
  double standard_error = 0;
  KolmogorovSmirnov scores;  ///< of the tuning part's scores against the test part's

  /// The difference in standard errors; 0 where there is no error to expect and none is made, else infinite.
  double deviation() const;
};

ThresholdDrift threshold_drift(const Fold& fold, const Threshold& threshold);

/// A model's accuracy on both parts. A model that has seen the tuning examples is better there: it was trained, or
/// chosen, on them.
struct AccuracyJump {
  Proportion tune, test;
  double p = 1;  ///< one-sided, of a difference this large were the model equally good on both
};

AccuracyJump accuracy_jump(const PredictionSet& tune, const PredictionSet& test);

}  // namespace hybrid
