#pragma once
// What comes of decisions: what the final answers are worth, how many decisions are the oracle's, and where
// the others lose. All are sums over examples, so a random mixture of two sets of decisions has the mixture
// of their sums. Tested against a twin that asks of every example what each route is worth
// (tests/reference/decision_sums.h).

#include <span>

#include "routing/route.h"
#include "stats/intervals.h"

namespace hybrid::eval {

struct DecisionSums {
  double n = 0, kept = 0, sent = 0;       ///< examples
  double kept_value = 0, sent_value = 0;  ///< what the final answers are worth
  double squared_value = 0;               ///< the sum of their squares
  double agreeing = 0;      ///< decisions that are the oracle's, which sends iff that is worth more
  double missed_help = 0;   ///< value lost by keeping what the cloud's answer is worth more on
  double useless_send = 0;  ///< examples sent although both answers are worth the same
  double harmful_send = 0;  ///< value lost by sending what the base's answer is worth more on
  bool zero_one = true;     ///< every answer is worth 0 or 1

  double value() const { return kept_value + sent_value; }
  DecisionSums& operator+=(const DecisionSums& other);
};

/// Of sending each example whose score exceeds the threshold. O(n).
DecisionSums decision_sums(std::span<const double> scores, double threshold,
                           const routing::Outcomes& outcomes);

/// Expected sums where every example is decided as in `second` with probability `share`, else as in `first`.
/// Both are of the same examples.
DecisionSums mixed(const DecisionSums& first, const DecisionSums& second, double share);

/// 95 % for the mean worth of a final answer: Wilson's interval where answers are right or wrong, else the
/// normal approximation. Requires n > 0.
stats::Interval accuracy_interval(const DecisionSums& sums);

}  // namespace hybrid::eval
