#pragma once
// What an evaluation says of one cost profile: what inputs cost on it, and what its latency budgets allow
// every method to reach, which is the shape of the paper's Table 3.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/evaluation.h"
#include "eval/tuning.h"

namespace hybrid::eval {

/// A method within one latency budget.
struct BudgetResult {
  double latency_ms = 0;
  std::string method;
  /// Nothing if even sending nothing exceeds the budget; for on_cloud, if sending everything does.
  std::optional<OperatingPoint> point;
};

/// What a latency budget means for a method that adds nothing on the device.
struct BudgetBounds {
  double latency_ms = 0;
  std::optional<double> coverage;  ///< share kept; with all below nothing if the budget cannot be met
  std::optional<double> energy_mj;
  std::optional<double> paper_upper_bound;  ///< nothing by a table of values, which need not end at 1
  std::optional<double> ceiling;            ///< what any router reaches at most that sends no more
};

struct ProfileResult {
  std::string name, description;
  cost::SystemCost cost;              ///< of a method that adds nothing on the device
  cost::SystemCost routed;            ///< with the computation of the costliest method
  cost::MeasuredUse measured;         ///< what the profile makes of what was measured on single inputs
  std::string ignored_warning;        ///< about what it has no use for; empty if there is nothing
  std::vector<BudgetResult> budgets;  ///< method by method; empty where latency has no price
  std::vector<BudgetBounds> bounds;   ///< one per budget; likewise
  /// By which share of its budget a method's latency on test exceeds it, at worst: thresholds keep budgets
  /// where they are chosen.
  double largest_overshoot = 0;
};

/// @param folds of every method of the problem, from folds_of @param workload without router_macs
ProfileResult evaluate_profile(const RoutingProblem& problem, std::span<const std::vector<Fold>> folds,
                               const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                               const cost::Workload& workload);

/// The workload with the computation of the costliest method: 0 MACs where there is no router.
cost::Workload with_largest_router(cost::Workload workload, const RoutingProblem& problem);

}  // namespace hybrid::eval
