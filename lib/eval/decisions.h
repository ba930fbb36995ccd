#pragma once
// Which of the test inputs a method sends, as probabilities: 0 or 1 with a threshold, between them where a
// method is known in expectation only.

#include <span>
#include <vector>

#include "eval/folds.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

struct Decisions {
  std::vector<double> sent;  ///< [n_test], each input's probability of being sent; rows as in the problem
  double coverage = 1;       ///< expected share kept
  bool device_runs = true;   ///< false: inputs go to the cloud without a look at them
};

/// Of a scored method with one threshold per fold.
Decisions decisions_at(std::span<const Fold> folds, std::span<const double> thresholds);

/// Of every other kind: nothing, everything, a random share, or what helps up to the allowed share, which is
/// a random part of it if it is more.
Decisions expected_decisions(const RoutingProblem& problem, const Method& method, double target_coverage);

}  // namespace hybrid::eval
