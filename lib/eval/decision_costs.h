#pragma once
// The cost of decisions: the mean and the distribution over inputs. The mean alone hides the latter: if 10 %
// of the inputs are sent, a mean of 400 ms may consist of inputs with 200 ms and with 2200 ms, and none with
// 400.

#include <optional>

#include "cost/input_costs.h"
#include "eval/decisions.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

/// The costs of a method's decisions.
struct MethodCosts {
  cost::SystemCost mean;                  ///< of every input, or the mean over the test inputs
  cost::InputCosts tune = {}, test = {};  ///< of each input, if they differ; rows as in the problem
};

/// Returns the costs of the method's decisions on the profile.
/// @param workload without router_macs, which the method adds
MethodCosts costs_of(const RoutingProblem& problem, const Method& method, const cost::SystemProfile& profile,
                     const cost::Workload& workload);

/// Returns the workload with the method's own computation added.
cost::Workload with_router(cost::Workload workload, const Method& method);

/// Returns the mean cost per test input.
/// @return std::nullopt if the cost of the resource is unknown
std::optional<double> mean_cost(const MethodCosts& costs, cost::Resource resource,
                                const Decisions& decisions);

/// Quantiles of the latency of single inputs: the smallest latency that this share of the inputs does not
/// exceed.
struct LatencyTail {
  double p50_ms = 0, p95_ms = 0, p99_ms = 0;
  /// Share of the inputs that take longer; std::nullopt without a deadline.
  std::optional<double> deadline_misses;
};

/// Returns the quantiles of the mixture given by the probabilities of being sent.
/// @return std::nullopt if the latency is unknown
std::optional<LatencyTail> latency_tail(const MethodCosts& costs, const Decisions& decisions,
                                        std::optional<double> deadline_ms);

}  // namespace hybrid::eval
