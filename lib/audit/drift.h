#pragma once
// Whether what was chosen on the tuning part carries over to the test part.

#include <span>

#include "eval/folds.h"
#include "predictions/prediction_pair.h"
#include "routing/threshold.h"
#include "stats/two_samples.h"

namespace hybrid::audit {

/// A threshold's coverage where it was chosen against where it is used.
struct ThresholdDrift {
  std::size_t n_tune = 0, n_test = 0;  ///< of the fold
  double tuned_coverage = 1;
  double coverage = 1;
  double standard_error = 0;        ///< coverage_standard_error at the tuned coverage
  stats::KolmogorovSmirnov scores;  ///< of the tuning part's scores against the test part's

  /// The difference in standard errors; 0 where there is no error to expect and none is made, else infinite.
  double deviation() const;
};

ThresholdDrift threshold_drift(const eval::Fold& fold, const routing::Threshold& threshold);

/// A model's accuracy on both parts. A model that has seen the tuning examples is better there: it was
/// trained, or chosen, on them.
struct AccuracyJump {
  stats::Proportion tune, test;
  double p = 1;  ///< one-sided, of a difference this large were the model equally good on both
};

AccuracyJump accuracy_jump(const predictions::PredictionSet& tune, const predictions::PredictionSet& test);

}  // namespace hybrid::audit
