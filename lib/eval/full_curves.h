#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "eval/routing_problem.h"

namespace hybrid::eval {

/// A cut of a deferral curve (eval/deferral_curve.h).
struct FullCurvePoint {
  std::int64_t sent = 0;
  double coverage = 1;
  std::optional<double> threshold;  ///< std::nullopt if it is infinite, or none of scores
  double accuracy = 0;
};

/// Every operating point of a method.
struct FullCurve {
  std::string method;
  std::vector<std::vector<FullCurvePoint>> folds;  ///< the points of each fold
};

/// Returns the curves of every method that has one.
std::vector<FullCurve> full_curves(const RoutingProblem& problem);

}  // namespace hybrid::eval
