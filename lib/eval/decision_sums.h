#pragma once
// The results of decisions: the utility of the final predictions, the agreement with the oracle, and the
// losses by the other decisions. All are sums over examples, so a random mixture of two sets of decisions has
// the mixture of their sums. Tested against a reference implementation that compares both routes for each
// example (tests/reference/decision_sums.h).

#include <span>

#include "routing/route.h"
#include "stats/intervals.h"

namespace hybrid::eval {

struct DecisionSums {
  double n = 0, kept = 0, sent = 0;       ///< examples
  double kept_value = 0, sent_value = 0;  ///< utility of the final predictions
  double squared_value = 0;               ///< sum of the squared utilities
  /// Decisions equal to the oracle's: send if and only if the cloud's utility is higher.
  double agreeing = 0;
  double missed_help = 0;   ///< utility lost by keeping inputs where the cloud's is higher
  double useless_send = 0;  ///< examples sent although both predictions have equal utility
  double harmful_send = 0;  ///< utility lost by sending inputs where the base's is higher
  bool zero_one = true;     ///< every utility is 0 or 1

  double value() const { return kept_value + sent_value; }
  DecisionSums& operator+=(const DecisionSums& other);
};

/// Returns the sums of sending each example whose score exceeds the threshold. O(n).
DecisionSums decision_sums(std::span<const double> scores, double threshold,
                           const routing::Outcomes& outcomes);

/// Returns the expected sums if every example is decided as in `second` with probability `share`, else as in
/// `first`. Requires the same examples in both.
DecisionSums mixed(const DecisionSums& first, const DecisionSums& second, double share);

/// Returns the 95 % interval of the mean utility: Wilson's interval if all utilities are 0 or 1, else the
/// normal approximation. Requires n > 0.
stats::Interval accuracy_interval(const DecisionSums& sums);

}  // namespace hybrid::eval
