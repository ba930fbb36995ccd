#pragma once
// What a method achieves at a target coverage: the threshold comes from the tuning split, everything reported
// from the test split.

#include <optional>
#include <span>
#include <string>

#include "eval/decision_costs.h"
#include "eval/folds.h"
#include "eval/intervals.h"
#include "eval/routing_problem.h"
#include "eval/tuning_part.h"

namespace hybrid {

struct OperatingPoint {
  double target_coverage = 1;
  double tuned_coverage = 1;  ///< achieved on the tuning split
  double coverage = 1;        ///< achieved on the test split
  /// Nothing for random, oracle, where everything is sent, and of an exchanged problem, where there are two.
  std::optional<double> threshold;
  double accuracy = 0;                                ///< of the final answers
  Interval accuracy_ci;                               ///< Wilson, 95 %
  double matched_accuracy = 0;                        ///< with exactly the target coverage on test
  std::optional<double> kept_accuracy;                ///< of the base on what is kept; nothing if nothing is
  std::optional<double> sent_accuracy;                ///< of the cloud on what is sent; nothing if nothing is
  std::optional<double> latency_ms, energy_mj, macs;  ///< mean per input at the achieved coverage
  std::optional<LatencyTail> tail;                    ///< the latencies of single inputs
};

/// How a point is measured.
struct PointOptions {
  Recalibration recalibrate = Recalibration::none;
  std::optional<double> deadline_ms = {};  ///< for a single input
};

/// The method at this target coverage; for on_device and on_cloud the target is ignored.
/// @param folds of this method, from folds_of
OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const MethodCosts& costs,
                               const PointOptions& options = {});

/// A scored method with the threshold that the rule chooses in each fold. The target is what the thresholds give on
/// the tuning parts, the matched accuracy that of the point.
OperatingPoint operating_point_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, const PointOptions& options = {});

}  // namespace hybrid
