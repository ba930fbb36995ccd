#pragma once
// The results of a method at a target coverage: the threshold comes from the tuning split, all other figures
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
  double tuned_coverage = 1;  ///< on the tuning split; expected, if there is no threshold to tune
  double coverage = 1;        ///< on the test split
  /// std::nullopt for random and oracle, if everything is sent, and for a cross-fitted problem, which has two
  /// thresholds.
  std::optional<double> threshold;
  double accuracy = 0;                  ///< of the final predictions
  stats::Interval accuracy_ci;          ///< 95 %, accuracy_interval in eval/decision_sums.h
  double matched_accuracy = 0;          ///< at exactly the target coverage on test
  std::optional<double> kept_accuracy;  ///< of the base on the kept inputs; std::nullopt if there are none
  std::optional<double> sent_accuracy;  ///< of the cloud on the sent inputs; std::nullopt if there are none
  std::optional<double> latency_ms, energy_mj, macs;  ///< mean per input at the achieved coverage
  /// Mean per input: how long the radio must be silent after an input (SystemCost::silence_ms).
  double silence_ms = 0;
  std::optional<LatencyTail> tail;  ///< the latencies of single inputs
  /// Binomial standard error of `coverage` - `tuned_coverage`: sqrt(c (1 - c) (1/n_tune + 1/n_test)) at the
  /// tuned coverage c. For a cross-fitted problem it is that of one fold; the errors of the two folds largely
  /// cancel. std::nullopt if there is no threshold to tune.
  std::optional<double> coverage_error;
  /// Share of the decisions equal to those of the oracle without a budget, which sends if and only if the
  /// cloud's utility is higher. Kag et al. 2022, A.8.3: 84 % for the router, 77 % for entropy.
  double oracle_agreement = 0;
  /// Losses relative to that oracle per test example: mean(max(base_value, cloud_value)) - accuracy =
  /// missed_help + harmful_send. If predictions are right or wrong, shares of the examples.
  double missed_help = 0;   ///< utility lost by keeping inputs where the cloud's is higher
  double useless_send = 0;  ///< share of examples that are sent although both utilities are equal
  double harmful_send = 0;  ///< utility lost by sending inputs where the base's is higher
};

/// How a point is measured.
struct PointOptions {
  config::Recalibration recalibrate = config::Recalibration::none;
  std::optional<double> deadline_ms = {};  ///< for a single input
  /// Probability, below 1, with which requirements must hold on new data; std::nullopt: they hold on the data
  /// that thresholds are chosen on, and on new data in about half of all cases (eval/certificate.h).
  std::optional<double> confidence = {};
};

/// Returns the method's results at this target coverage, which is ignored for on_device and on_cloud.
OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const MethodCosts& costs,
                               const PointOptions& options = {});

/// Returns the results of a scored method with the rule's threshold in each fold. The target is the coverage
/// on the tuning parts, the matched accuracy that of the point.
OperatingPoint operating_point_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, const PointOptions& options = {});

}  // namespace hybrid::eval
