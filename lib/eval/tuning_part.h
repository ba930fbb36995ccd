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

namespace hybrid::eval {

struct TuningPart {
  std::span<const double> scores;     ///< [n]
  const routing::Outcomes* outcomes;  ///< [n]; null where labels are not to be used
  std::span<const std::size_t> rows;  ///< [n], of `costs`
  const cost::InputCosts* costs;      ///< of the inputs of the split that `rows` count
};

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, config::Recalibration recalibration);

/// How a threshold is chosen.
using ThresholdRule = std::function<routing::Threshold(const TuningPart& part)>;

/// What is expected to lose by being sent is kept, however many may be sent: a threshold on expected gains is
/// at least 0. Any other threshold stays.
routing::Threshold gains_only(routing::Threshold threshold, std::span<const double> scores,
                              ScoreMeaning meaning);

/// threshold_for_coverage of scores of this meaning, with gains_only.
routing::Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning);
ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning);

/// What the rule chooses in each fold.
std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, config::Recalibration recalibration);

}  // namespace hybrid::eval
