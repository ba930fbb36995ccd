#pragma once
// The results of `hybrid audit`: the decision on every input of the test part, the slices with losses, and
// defects of the data that would invalidate a comparison. Written by report/audit_files.h and
// report/audit_text.h.

#include <optional>
#include <string>
#include <vector>

#include "audit/drift.h"
#include "audit/duplicates.h"
#include "audit/label_noise.h"
#include "audit/outputs.h"
#include "audit/sample_size.h"
#include "audit/slices.h"
#include "audit/verdicts.h"
#include "predictions/prediction_pair.h"

namespace hybrid::audit {

struct AuditTask {
  predictions::PredictionPair tune;  ///< empty if halves of `test` are cross-fitted
  predictions::PredictionPair test;
  eval::RoutingProblem problem;                 ///< on those examples, with the method and its opponent
  bool split_at_random = false;                 ///< tuning and test part are drawn from one set
  std::vector<std::string> tune_ids, test_ids;  ///< for messages
  std::vector<std::string> class_names;         ///< may be empty
  std::string method;
  double coverage = 0.8;
  std::vector<Slicing> slicings;  ///< in addition to the default ones
  std::optional<double> claim;    ///< claimed difference in accuracy
};

struct Audit {
  std::string method;
  double target_coverage = 1;
  bool cross_fitted = false;
  std::size_t n_tune = 0;
  std::vector<routing::Threshold> thresholds;  ///< one, or two for a cross-fitted problem
  std::vector<Decision> decisions;             ///< [n_test]
  VerdictCounts verdicts;
  stats::Proportion base, cloud, routed;         ///< correct predictions on test
  stats::Interval base_ci, cloud_ci, routed_ci;  ///< Wilson, 95 %
  double cloud_better_p = 1;                     ///< exact McNemar test, cloud against base
  SliceAudit slices;
  Duplicates duplicates;
  /// std::nullopt if the parts are drawn at random from one set, because they can then differ only by chance.
  std::optional<AccuracyJump> base_jump, cloud_jump;
  std::optional<LabelNoise> label_noise;  ///< on the test part
  Resolution resolution;
  std::vector<ThresholdDrift> drift;  ///< one per threshold
  std::vector<AuditWarning> warnings;
};

/// Significance level of the checks: about five of them together raise a false alarm in 1 % of audits.
inline constexpr double kAlarmLevel = 0.002;

/// Runs the audit.
/// @throws InvalidArgument for a method that is unknown or has no scores
Audit audit(const AuditTask& task);

}  // namespace hybrid::audit
