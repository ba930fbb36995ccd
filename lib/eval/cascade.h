#pragma once
// More than two tiers in a row, such as device, gateway and cloud. Every tier but the last has a router of
// its own; an input starts at the first tier, goes to the next while the tier's score exceeds its threshold,
// and the tier where it ends predicts. Mean costs are in closed form: those of every input, and the cost of
// each hop times the share of inputs that take it. Tested against a walk input by input
// (tests/reference/cascade.h).

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"
#include "stats/intervals.h"

namespace hybrid::eval {

/// The router of one tier, which decides between this tier's prediction and the next tier.
struct Stage {
  std::string method;
  ScoreMeaning meaning = ScoreMeaning::rank;
  routing::RoutingScores tune, test;  ///< [n], also of inputs that do not reach the tier
  /// Returns "p1 < 0.617" (short_condition) for a threshold; empty: "score > ..." is all that can be said.
  std::function<std::string(double threshold)> condition = {};
};

/// The mean cost in one resource.
struct HopCosts {
  double per_input = 0;             ///< of the first tier, for every input
  std::vector<double> per_offload;  ///< [stages], in addition for an input that takes the hop
};

/// One more tier than stages.
struct Cascade {
  std::vector<std::string> tiers;
  std::vector<Stage> stages;
  std::vector<std::vector<double>> tune, test;  ///< [tier][n], utility of the tier's prediction
  std::map<cost::Resource, HopCosts> costs;     ///< without those that are unknown

  std::size_t n_tune() const { return tune.front().size(); }
  std::size_t n_test() const { return test.front().size(); }
};

enum class Part { tune, test };

/// What thresholds do on one part.
struct CascadeOutcome {
  std::vector<double> ends;               ///< [tier], share of the inputs that end there; the sum is 1
  std::vector<double> final_value;        ///< [n], utility of each final prediction
  double accuracy = 0;                    ///< its mean
  stats::Interval accuracy_ci;            ///< 95 %, accuracy_interval in eval/decision_sums.h
  std::map<cost::Resource, double> cost;  ///< mean per input

  /// Returns the share of the inputs that go beyond the first tier.
  double sent() const { return 1 - ends.front(); }
};

/// Requires a threshold for every stage, which may be infinite.
CascadeOutcome outcome_of(const Cascade& cascade, std::span<const double> thresholds, Part part);

/// The mean of the differences between two outcomes' final values on the same examples, with its 95 %
/// interval (normal_mean_interval).
struct OutcomeDifference {
  double delta = 0;
  stats::Interval ci;
};
OutcomeDifference difference(const CascadeOutcome& first, const CascadeOutcome& other);

}  // namespace hybrid::eval
