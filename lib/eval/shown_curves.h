#pragma once
// The few curves that a picture of a run shows. All methods are in curves.csv; a picture of all would show
// none.

#include <string>
#include <vector>

#include "config/evaluation.h"
#include "eval/operating_point.h"

namespace hybrid::eval {

struct ShownCurve {
  std::string method;
  MethodKind kind = MethodKind::scored;
  bool is_default = false;             ///< the router that commands choose by themselves
  std::vector<OperatingPoint> points;  ///< from keeping to sending everything on the tuning part
};

/// Returns the default method, max_prob on the same base and on the control, and random sending, as far as
/// the problem has them, at target coverages 1, 0.95, ..., 0.
/// @param workload without router_macs
std::vector<ShownCurve> shown_curves(const RoutingProblem& problem, const config::EvaluationConfig& config,
                                     const cost::SystemProfile& profile, const cost::Workload& workload);

}  // namespace hybrid::eval
