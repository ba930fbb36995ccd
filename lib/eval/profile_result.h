#pragma once
// The evaluation for one cost profile: the costs of the inputs, and the results of every method within its
// latency budgets, as in the paper's Table 3.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/evaluation.h"
#include "cost/battery.h"
#include "eval/tuning.h"

namespace hybrid::eval {

/// A method within one latency budget.
struct BudgetResult {
  double latency_ms = 0;
  std::string method;
  /// std::nullopt if even sending nothing exceeds the budget; for on_cloud, if sending everything does.
  std::optional<OperatingPoint> point;
};

/// The consequences of a latency budget for a method that adds no computation on the device.
struct BudgetBounds {
  double latency_ms = 0;
  /// Share kept; this and the members below are std::nullopt if the budget cannot be met.
  std::optional<double> coverage;
  std::optional<double> energy_mj;
  /// std::nullopt with a utility table, whose values need not end at 1.
  std::optional<double> paper_upper_bound;
  /// The maximum accuracy of any router at this coverage or above.
  std::optional<double> ceiling;
};

/// The mean cost per input in one resource (Eq. 1), by the share kept on the device.
struct MeanCost {
  cost::Resource resource = cost::Resource::latency;
  bool routed = false;  ///< with the computation of the most expensive method
  double all_kept = 0;
  std::vector<double> at;  ///< one per coverage
  double cloud_only = 0;   ///< all sent, without running the device's models
};

/// How long the battery lasts at a coverage.
struct LifeAtCoverage {
  double coverage = 1;
  cost::BatteryLife plain;   ///< of a method that adds no computation on the device
  cost::BatteryLife routed;  ///< with the computation of the most expensive method
};
struct BatteryLives {
  cost::Battery battery;
  std::vector<LifeAtCoverage> at;  ///< everything kept, then the coverages as configured
  cost::BatteryLife cloud_only;    ///< all sent, without running the device's models
};

struct ProfileResult {
  std::string name, description;
  cost::SystemCost cost;    ///< of a method that adds no computation on the device
  cost::SystemCost routed;  ///< with the computation of the most expensive method
  /// For every resource with a known cost: without the methods' computation, then with it if that costs more.
  std::vector<MeanCost> mean_costs;
  std::optional<BatteryLives> battery;  ///< std::nullopt without one, or if the energy is unknown
  cost::MeasuredUse measured;           ///< use of the measurements of single inputs
  std::string ignored_warning;          ///< about measurements that are not used; empty if there are none
  std::vector<BudgetResult> budgets;    ///< by method; empty if the latency is unknown
  std::vector<BudgetBounds> bounds;     ///< one per budget; empty if the latency is unknown
  /// The largest relative excess of a method's latency on test over its budget: thresholds are guaranteed to
  /// meet budgets only on the data they are chosen on.
  double largest_overshoot = 0;
};

/// Evaluates the problem for one profile.
/// @param folds of every method of the problem, from folds_of
/// @param workload without router_macs
/// @param confidence of the thresholds; a method without thresholds is as without
ProfileResult evaluate_profile(const RoutingProblem& problem, std::span<const std::vector<Fold>> folds,
                               const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                               const cost::Workload& workload, std::optional<double> confidence = {});

/// Returns the workload with the computation of the most expensive method: 0 MACs if there is no router.
cost::Workload with_largest_router(cost::Workload workload, const RoutingProblem& problem);

}  // namespace hybrid::eval
