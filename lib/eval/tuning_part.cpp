#include "eval/tuning_part.h"

namespace hybrid {

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, Recalibration recalibration) {
  if (recalibration == Recalibration::unlabeled)
    return {fold.test_scores, nullptr, fold.test_rows, &costs.test};
  return {fold.tune_scores, &fold.tune, fold.tune_rows, &costs.tune};
}

Threshold gains_only(Threshold threshold, std::span<const double> scores, ScoreMeaning meaning) {
  return meaning == ScoreMeaning::expected_gain ? raised(threshold, 0, scores) : threshold;
}

Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning) {
  return gains_only(threshold_for_coverage(scores, coverage), scores, meaning);
}

ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning) {
  return [=](const TuningPart& part) { return coverage_threshold(part.scores, coverage, meaning); };
}

std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, Recalibration recalibration) {
  std::vector<double> thresholds;
  for (const auto& fold : folds) thresholds.push_back(rule(tuning_part(fold, costs, recalibration)).value);
  return thresholds;
}

}  // namespace hybrid
