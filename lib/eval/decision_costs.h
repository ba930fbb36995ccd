#pragma once
// What decisions cost: on average, and how that is spread over single inputs. A mean hides that: where a
// tenth is sent, 400 ms on average may mean that an input takes 200 or 2200 ms and none takes 400.

#include <optional>

#include "cost/input_costs.h"
#include "eval/decisions.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

/// All that a method's decisions are priced by.
struct MethodCosts {
  cost::SystemCost mean;                  ///< holds for every input, or is the mean over the test inputs
  cost::InputCosts tune = {}, test = {};  ///< of single inputs, where they differ; rows as in the problem
};

/// @param workload without router_macs, which the method brings
MethodCosts costs_of(const RoutingProblem& problem, const Method& method, const cost::SystemProfile& profile,
                     const cost::Workload& workload);

/// The workload with the method's own computation added.
cost::Workload with_router(cost::Workload workload, const Method& method);

/// Mean per test input; nothing where the resource has no price.
std::optional<double> mean_cost(const MethodCosts& costs, cost::Resource resource,
                                const Decisions& decisions);

/// The latency of single inputs.
struct LatencyTail {
  double p50_ms = 0, p95_ms = 0,
         p99_ms = 0;  ///< the smallest latency that this share of the inputs does not exceed
  std::optional<double>
      deadline_misses;  ///< share of the inputs that take longer; nothing without a deadline
};

/// Of the mixture that the probabilities make; nothing where latency has no price.
std::optional<LatencyTail> latency_tail(const MethodCosts& costs, const Decisions& decisions,
                                        std::optional<double> deadline_ms);

}  // namespace hybrid::eval
