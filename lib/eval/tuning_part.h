#pragma once
// What a threshold may be chosen from. Ordinarily the tuning part; after recalibration the test part's scores
// and costs, which are known of new data before anybody has labelled them.

#include <functional>
#include <span>
#include <vector>

#include "config/evaluation.h"
#include "eval/decision_costs.h"
#include "eval/folds.h"
#include "eval/routing_problem.h"
#include "routing/threshold.h"

namespace hybrid {

struct TuningPart {
  std::span<const double> scores;     ///< [n]
  const Outcomes* outcomes;           ///< [n]; null where labels are not to be used
  std::span<const std::size_t> rows;  ///< [n], of `costs`
  const InputCosts* costs;            ///< of the inputs of the split that `rows` count
};

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, Recalibration recalibration);

/// How a threshold is chosen.
using ThresholdRule = std::function<Threshold(const TuningPart& part)>;

ThresholdRule coverage_rule(double coverage);

/// threshold_for_coverage by scores of this meaning: where they are expected gains, an input that is expected
/// to lose by being sent is kept, however many may be sent, so the threshold is at least 0.
Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning);

/// The rule for scores of this meaning, likewise at least 0 where they are expected gains.
ThresholdRule gains_only(ThresholdRule rule, ScoreMeaning meaning);

/// What the rule chooses in each fold.
std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, Recalibration recalibration);

}  // namespace hybrid
