#pragma once
// The data that a threshold may be chosen from: ordinarily the tuning part; with recalibration the scores and
// costs of the test part, which are known for new data before labelling.

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
  const routing::Outcomes* outcomes;  ///< [n]; nullptr if labels must not be used
  std::span<const std::size_t> rows;  ///< [n], indices into `costs`
  const cost::InputCosts* costs;      ///< of all inputs of the split
};

TuningPart tuning_part(const Fold& fold, const MethodCosts& costs, config::Recalibration recalibration);

/// A rule that chooses a threshold.
using ThresholdRule = std::function<routing::Threshold(const TuningPart& part)>;

/// Raises a threshold on expected gains to at least 0, so that inputs with a negative expected gain are kept
/// whatever share may be sent. Returns any other threshold unchanged.
routing::Threshold gains_only(routing::Threshold threshold, std::span<const double> scores,
                              ScoreMeaning meaning);

/// Returns threshold_for_coverage with gains_only applied, for scores of this meaning.
routing::Threshold coverage_threshold(std::span<const double> scores, double coverage, ScoreMeaning meaning);
ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning);

/// Returns the rule's choice in each fold.
std::vector<double> thresholds_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, config::Recalibration recalibration);

}  // namespace hybrid::eval
