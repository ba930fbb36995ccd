#pragma once
// Algorithm 2, extended to further requirements of a threshold. All commands that tune (`tune`, `cost`,
// `payload`, `export-router`, and `evaluate` and `bound` for their latency budgets) use these functions, so
// their results agree.

#include <optional>
#include <span>
#include <variant>

#include "cost/battery.h"
#include "eval/budgets.h"
#include "eval/certificate.h"
#include "eval/operating_point.h"
#include "eval/trade.h"

namespace hybrid::eval {

/// A battery that must last so long: a budget for the energy, and one for the latency, since the device must
/// be done before the next input arrives.
struct LifeRequirement {
  cost::Battery battery;
  double days = 0;
};

/// Requirements that must hold jointly, or a trade alone.
struct Requirements {
  Budgets budgets;                           ///< for the mean cost per input
  std::optional<double> coverage, accuracy;  ///< minimum on the tuning part
  std::optional<Trade> trade;
  std::optional<LifeRequirement> life;  ///< already in the budgets, see require_life
};

/// Adds the life to the requirements: tightens the budgets of energy and, if it is known, of latency.
/// @param cost of the method; a cost without energy is refused by tune()
void require_life(Requirements& requirements, const LifeRequirement& life, const cost::SystemCost& cost);

struct TunedPoint {
  Requirements requirements;
  /// Results on test, with the coverage and the threshold of the tuning part.
  OperatingPoint point;
  /// The threshold to deploy: send if and only if score > threshold, which may be infinite. std::nullopt for
  /// random and oracle, for a cross-fitted method with two fits, and if every input has its own price.
  std::optional<double> threshold;
  /// Accuracy of the final predictions on all tuning examples at that threshold; std::nullopt without
  /// threshold, and with a confidence.
  std::optional<double> tuned_accuracy;
  std::optional<double> net_value;         ///< of a trade: per test input, relative to sending nothing
  std::optional<Certificate> certificate;  ///< with PointOptions::confidence
};

/// The reason why there is no such point. Those up to confidence_utility mean that the request does not
/// apply, the others that it cannot be met.
struct Refusal {
  enum class Reason {
    nothing_to_tune,  ///< the method sends nothing or everything
    no_scores,        ///< an accuracy or a trade requires a method with scores
    no_labels,        ///< an accuracy or a trade requires labels
    no_price,         ///< the profile gives no cost of `resource`
    // A confidence does not apply:
    confidence_trade,    ///< to a price or value, which promises nothing
    confidence_halves,   ///< to halves that tune each other
    confidence_scores,   ///< to a method without thresholds
    confidence_fitted,   ///< to scores that were fitted to the examples that would have to certify them
    confidence_utility,  ///< to an accuracy other than the share of right predictions
    budget,              ///< the cost in `resource` is `nearest` even if nothing is sent
    accuracy,            ///< the maximum on the tuning part is `nearest`, at coverage `coverage`
    /// The accuracy permits a coverage of at most `coverage`, the budgets require at least `nearest`.
    together,
    // With `confidence`, `nearest` is the best that the examples can certify, and `examples` would do:
    uncertified_coverage,
    uncertified_budget,    ///< for the cost in `resource`
    uncertified_accuracy,  ///< `coverage` is the accuracy of sending everything, on these examples
  };
  Reason reason;
  cost::Resource resource = cost::Resource::latency;
  double nearest = 0, coverage = 0;
  double confidence = 0;
  std::size_t certified_on = 0;              ///< examples
  std::optional<std::size_t> examples = {};  ///< std::nullopt: no number of them
};

using Tuning = std::variant<TunedPoint, Refusal>;

/// Chooses on the tuning part (or, recalibrated, on the test part without its labels) and measures on test.
/// For a cross-fitted problem, the point is the mean over the folds, while the threshold to deploy and its
/// results on the tuning part come from all examples jointly.
/// @param folds of this method, from folds_of, with a confidence from certification_folds
Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            std::span<const Fold> folds, const MethodCosts& costs, const PointOptions& options = {});
Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            const MethodCosts& costs, const PointOptions& options = {});

/// Returns the smallest coverage that keeps the budgets for the mean cost, which is that of every input (Eq.
/// 1).
/// @return a refusal if a resource has no price or a budget is exceeded even if nothing is sent
std::variant<double, Refusal> coverage_within(const Budgets& budgets, const cost::SystemCost& cost);

/// Returns whether the method has one fit for all examples. Scores of two fits, one for each half, have no
/// common threshold, and predictions fused by two fits no common accuracy.
bool has_one_fit(const RoutingProblem& problem, const Method& method);

}  // namespace hybrid::eval
