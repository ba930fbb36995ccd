#pragma once
// Algorithm 2 as a command: requirements in, a threshold out, with what it really gives on the test split.

#include <optional>

#include "cli/tune_requirements.h"
#include "eval/operating_point.h"

namespace hybrid {

struct TunedPoint {
  Requirements requirements;
  OperatingPoint point;
  std::optional<double> net_value;  ///< of a trade: per test input, over sending nothing
};

/// Whether nothing was fitted on the halves. Scores of two fits, one for each half, have no threshold in
/// common, and answers fused by two fits no accuracy.
bool has_one_fit(const RoutingProblem& problem, const Method& method);

/// @throws UsageError for requirements that the method or the profile has no use for, Infeasible for those
/// that cannot be met, naming the nearest that can
TunedPoint tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
                const MethodCosts& costs, const PointOptions& options);

}  // namespace hybrid
