#pragma once
// `hybrid bound`: limits of routing between two models by the share kept on the device, with the cost of each
// share.

#include <optional>
#include <span>
#include <vector>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"

namespace hybrid::workflows {

struct BoundPoint {
  double coverage = 1;
  std::optional<double> latency_ms, energy_mj;  ///< mean per input; std::nullopt if unknown
  std::optional<double> paper_upper_bound;      ///< A.2; std::nullopt with a utility table
  std::optional<double> at_most, exactly;       ///< the ceilings of eval/ceilings.h, if outcomes are known
};

/// Returns the paper's bound from two accuracies alone.
std::vector<BoundPoint> bounds_at(std::span<const double> coverages, double base_accuracy,
                                  double cloud_accuracy, const cost::SystemCost& cost);

/// Returns the paper's bound and the ceilings of the first base variant on the test part.
std::vector<BoundPoint> bounds_at(std::span<const double> coverages, const eval::RoutingProblem& problem,
                                  const cost::SystemCost& cost);

}  // namespace hybrid::workflows
