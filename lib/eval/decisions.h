#pragma once
// Which test inputs a method sends, as probabilities: 0 or 1 with a threshold; fractions if only the expected
// value is known.

#include <span>
#include <vector>

#include "eval/folds.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

struct Decisions {
  std::vector<double> sent;  ///< [n_test], probability of being sent; rows as in the problem
  double coverage = 1;       ///< expected share kept
  bool device_runs = true;   ///< false: inputs are sent without running the base
};

/// Returns the decisions of a scored method with one threshold per fold.
Decisions decisions_at(std::span<const Fold> folds, std::span<const double> thresholds);

/// Returns the decisions of any other method: on_device sends nothing, on_cloud everything, random a random
/// share, and the oracle the helpful inputs, or a random part of them if they exceed the allowed share.
Decisions expected_decisions(const RoutingProblem& problem, const Method& method, double target_coverage);

}  // namespace hybrid::eval
