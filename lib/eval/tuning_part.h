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

/// What is expected to lose by being sent is kept, however many may be sent: a threshold on expected gains is
/// at least 0. Any other threshold stays.
Threshold gains_only(Threshold threshold, std::span<const double> scores, ScoreMeaning meaning);

/// threshold_for_coverage of scores of this meaning, with gains_only.
Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning);
ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning);

/// What the rule chooses in each fold.
std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, Recalibration recalibration);

}  // namespace hybrid
