#include "eval/tuning_part.h"

namespace hybrid::eval {

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, config::Recalibration recalibration) {
  if (recalibration == config::Recalibration::unlabeled)
    return {fold.test_scores, nullptr, fold.test_rows, &costs.test};
  return {fold.tune_scores, &fold.tune, fold.tune_rows, &costs.tune};
}

routing::Threshold gains_only(routing::Threshold threshold, std::span<const double> scores,
                              ScoreMeaning meaning) {
  return meaning == ScoreMeaning::expected_gain ? routing::raised(threshold, 0, scores) : threshold;
}

routing::Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning) {
  return gains_only(routing::threshold_for_coverage(scores, coverage), scores, meaning);
}

ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning) {
  return [=](const TuningPart& part) { return coverage_threshold(part.scores, coverage, meaning); };
}

std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, config::Recalibration recalibration) {
  std::vector<double> thresholds;
  for (const auto& fold : folds) thresholds.push_back(rule(tuning_part(fold, costs, recalibration)).value);
  return thresholds;
}

}  // namespace hybrid::eval
