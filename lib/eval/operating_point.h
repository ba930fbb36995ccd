#pragma once
// What a method achieves at a target coverage: the threshold comes from the tuning split, everything reported
// from the test split.

#include <optional>
#include <span>
#include <string>

#include "eval/decision_costs.h"
#include "eval/folds.h"
#include "eval/routing_problem.h"
#include "eval/tuning_part.h"
#include "stats/intervals.h"

namespace hybrid::eval {

struct OperatingPoint {
  double target_coverage = 1;
  double tuned_coverage = 1;  ///< achieved on the tuning split; expected, where there is no threshold to tune
  double coverage = 1;        ///< achieved on the test split
  /// Nothing for random, oracle, where everything is sent, and of a cross-fitted problem, where there are
  /// two.
  std::optional<double> threshold;
  double accuracy = 0;                                ///< of the final answers
  stats::Interval accuracy_ci;                        ///< 95 %, accuracy_interval in eval/decision_sums.h
  double matched_accuracy = 0;                        ///< with exactly the target coverage on test
  std::optional<double> kept_accuracy;                ///< of the base on what is kept; nothing if nothing is
  std::optional<double> sent_accuracy;                ///< of the cloud on what is sent; nothing if nothing is
  std::optional<double> latency_ms, energy_mj, macs;  ///< mean per input at the achieved coverage
  std::optional<LatencyTail> tail;                    ///< the latencies of single inputs
  /// How far chance alone lets `coverage` and `tuned_coverage` differ, as a binomial standard error: sqrt(c
  /// (1 - c) (1/n_tune + 1/n_test)) at the tuned coverage c. Of a cross-fitted problem it is that of one
  /// direction; the errors of the two directions largely cancel. Nothing where there is no threshold to tune.
  std::optional<double> coverage_error;
  /// Share of the decisions that are those of the oracle without a budget, which sends iff the cloud's answer
  /// is worth more. Kag et al. 2022, A.8.3: 84 % for the router, 77 % for entropy.
  double oracle_agreement = 0;
  /// What is lost against that oracle, per example of the test part: mean(max(base_value, cloud_value)) -
  /// accuracy = missed_help + harmful_send. For right and wrong answers, shares of the examples.
  double missed_help = 0;   ///< value lost by keeping where the cloud's answer is worth more
  double useless_send = 0;  ///< share of the examples that are sent although both answers are worth the same
  double harmful_send = 0;  ///< value lost by sending where the base's answer is worth more
};

/// How a point is measured.
struct PointOptions {
  config::Recalibration recalibrate = config::Recalibration::none;
  std::optional<double> deadline_ms = {};  ///< for a single input
};

/// The method at this target coverage; for on_device and on_cloud the target is ignored.
/// @param folds of this method, from folds_of
OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const MethodCosts& costs,
                               const PointOptions& options = {});

/// A scored method with the threshold that the rule chooses in each fold. The target is what the thresholds
/// give on the tuning parts, the matched accuracy that of the point.
OperatingPoint operating_point_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, const PointOptions& options = {});

}  // namespace hybrid::eval
