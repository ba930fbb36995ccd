#include "eval/tuning_part.h"

#include <utility>

namespace hybrid {

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, Recalibration recalibration) {
  if (recalibration == Recalibration::unlabeled)
    return {fold.test_scores, nullptr, fold.test_rows, &costs.test};
  return {fold.tune_scores, &fold.tune, fold.tune_rows, &costs.tune};
}

ThresholdRule coverage_rule(double coverage) {
  return [coverage](const TuningPart& part) { return threshold_for_coverage(part.scores, coverage); };
}

Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning) {
  const Threshold threshold = threshold_for_coverage(scores, coverage);
  return meaning == ScoreMeaning::expected_gain ? raised(threshold, 0, scores) : threshold;
}

ThresholdRule gains_only(ThresholdRule rule, ScoreMeaning meaning) {
  if (meaning != ScoreMeaning::expected_gain) return rule;
  return [rule = std::move(rule)](const TuningPart& part) { return raised(rule(part), 0, part.scores); };
}

std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, Recalibration recalibration) {
  std::vector<double> thresholds;
  for (const auto& fold : folds) thresholds.push_back(rule(tuning_part(fold, costs, recalibration)).value);
  return thresholds;
}

}  // namespace hybrid
