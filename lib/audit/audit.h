#pragma once
// All of `hybrid audit` as values: where every input of the test part went, where that loses, and what would
// invalidate a comparison made on these data. report/audit_files.h and report/audit_text.h write it down.

#include <optional>
#include <string>
#include <vector>

#include "audit/drift.h"
#include "audit/duplicates.h"
#include "audit/label_noise.h"
#include "audit/sample_size.h"
#include "audit/slices.h"
#include "audit/verdicts.h"
#include "predictions/prediction_pair.h"

namespace hybrid::audit {

struct AuditTask {
  predictions::PredictionPair tune;  ///< empty if halves of `test` are cross-fitted
  predictions::PredictionPair test;
  eval::RoutingProblem problem;                 ///< of those examples, with the method and its opponent
  bool split_at_random = false;                 ///< tuning and test part are parts of one set
  std::vector<std::string> tune_ids, test_ids;  ///< as people know the examples
  std::vector<std::string> class_names;         ///< may be empty
  std::string method;
  double coverage = 0.8;
  std::vector<Slicing> slicings;  ///< beside the default ones
  std::optional<double> claim;    ///< a difference in accuracy that somebody claims
};

/// What is wrong, as people are told: which check found it, on what evidence, and what to do about it.
struct AuditWarning {
  std::string check, evidence, next;
};

struct Audit {
  std::string method;
  double target_coverage = 1;
  bool cross_fitted = false;
  std::size_t n_tune = 0;
  std::vector<routing::Threshold> thresholds;  ///< one, or two of a cross-fitted problem
  std::vector<Decision> decisions;             ///< [n_test]
  VerdictCounts verdicts;
  stats::Proportion base, cloud, routed;  ///< right answers on test
  double cloud_better_p = 1;              ///< exact McNemar, cloud against base
  SliceAudit slices;
  Duplicates duplicates;
  /// Empty where the parts are drawn at random from one set, as then nothing but chance can make them differ.
  std::optional<AccuracyJump> base_jump, cloud_jump;
  std::optional<LabelNoise> label_noise;  ///< of the test part
  Resolution resolution;
  std::vector<ThresholdDrift> drift;  ///< one for each threshold
  std::vector<AuditWarning> warnings;
};

/// Tests of the checks warn below this p: some five of them together raise a false alarm in one audit of a
/// hundred.
inline constexpr double kAlarmLevel = 0.002;

/// @throws InvalidArgument for a method that is unknown or has no scores
Audit audit(const AuditTask& task);

}  // namespace hybrid::audit
