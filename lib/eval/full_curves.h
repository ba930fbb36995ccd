#pragma once

#include <string>
#include <vector>

#include "eval/deferral_curve.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

/// Every operating point of a method.
struct FullCurve {
  std::string method;
  bool has_thresholds = false;        ///< its cuts' thresholds are those of scores
  std::vector<DeferralCurve> curves;  ///< one per fold
};

/// Returns the curves of every method that has one.
std::vector<FullCurve> full_curves(const RoutingProblem& problem);

}  // namespace hybrid::eval
