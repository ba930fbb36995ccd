#pragma once
// What a method achieves at a target coverage: the threshold comes from the tuning split, everything reported
// from the test split.

#include <optional>
#include <string>

#include "cost/system_cost.h"
#include "eval/deferral_curve.h"
#include "eval/intervals.h"
#include "eval/routing_problem.h"

namespace hybrid {

struct OperatingPoint {
  double target_coverage = 1;
  double tuned_coverage = 1;            ///< achieved on the tuning split
  double coverage = 1;                  ///< achieved on the test split
  std::optional<double> threshold;      ///< nothing for random, oracle and where everything is sent
  double accuracy = 0;                  ///< of the final answers
  Interval accuracy_ci;                 ///< Wilson, 95 %
  double matched_accuracy = 0;          ///< with exactly the target coverage on test
  std::optional<double> kept_accuracy;  ///< of the base on what is kept; nothing if nothing is
  std::optional<double> sent_accuracy;  ///< of the cloud on what is sent; nothing if nothing is
  std::optional<double> latency_ms, energy_mj, macs;  ///< mean per input at the achieved coverage
};

/// The method's whole trade-off on the test split. Sending all with equal scores is random routing; for
/// on_device, on_cloud and oracle there is no curve of thresholds and the result is empty (n = 0).
DeferralCurve test_curve(const RoutingProblem& problem, const Method& method);

/// The method at this target coverage; for on_device and on_cloud the target is ignored.
/// @param curve of this method, from test_curve
OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               const DeferralCurve& curve, double target_coverage, const SystemCost& cost);

/// A scored method at a threshold that has been chosen already. `accuracy` and the rest are measured on test.
OperatingPoint operating_point_at(const RoutingProblem& problem, const Method& method, double threshold,
                                  const SystemCost& cost);

}  // namespace hybrid
