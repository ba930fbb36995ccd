#pragma once
// Algorithm 2, and all else that may be required of a threshold. Everybody who tunes asks here (`tune`,
// the latency budgets of an evaluation, `cost`, `payload`, `export-router`), so that all give one answer.

#include <optional>
#include <span>
#include <variant>

#include "eval/budgets.h"
#include "eval/operating_point.h"
#include "eval/trade.h"

namespace hybrid::eval {

/// Requirements that must hold together, or a trade alone.
struct Requirements {
  Budgets budgets;                           ///< for the mean cost per input
  std::optional<double> coverage, accuracy;  ///< at least so much, on the tuning part
  std::optional<Trade> trade;
};

struct TunedPoint {
  Requirements requirements;
  OperatingPoint point;  ///< on test; coverage and threshold are those of the tuning part
  /// To be deployed: send iff score > threshold, which may be infinite. Nothing for random and oracle, for a
  /// cross-fitted method of two fits, and where every input has a price of its own.
  std::optional<double> threshold;
  /// Of the final answers on all tuning examples at that threshold; nothing where there is none.
  std::optional<double> tuned_accuracy;
  std::optional<double> net_value;  ///< of a trade: per test input, over sending nothing
};

/// Why there is no such point. The first four are asked for in vain, the others ask for too much.
struct Refusal {
  enum class Reason {
    nothing_to_tune,  ///< the method sends nothing, or everything
    no_scores,        ///< an accuracy or a trade needs a method that has them
    no_labels,        ///< nor can either be had from unlabelled inputs
    no_price,         ///< the profile does not price `resource`
    budget,           ///< `resource` takes `nearest` even if nothing is sent
    accuracy,         ///< the tuning part has `nearest` at most, with the share `coverage` kept
    together,  ///< the accuracy needs all but `coverage` to be sent, the budgets allow all but `nearest`
  };
  Reason reason;
  cost::Resource resource = cost::Resource::latency;
  double nearest = 0, coverage = 0;
};

using Tuning = std::variant<TunedPoint, Refusal>;

/// Chooses on the tuning part (or, recalibrated, on the test part without its labels) and measures on test.
/// Of a cross-fitted problem the point is the mean over the folds, while the threshold to be deployed, and
/// what it gives on the tuning part, are of all examples at once.
/// @param folds of this method, from folds_of
Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            std::span<const Fold> folds, const MethodCosts& costs, const PointOptions& options = {});
Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            const MethodCosts& costs, const PointOptions& options = {});

/// Whether nothing was fitted on the halves. Scores of two fits, one for each half, have no threshold in
/// common, and answers fused by two fits no accuracy.
bool has_one_fit(const RoutingProblem& problem, const Method& method);

}  // namespace hybrid::eval
