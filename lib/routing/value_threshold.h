#pragma once
// Sending for a price. An input that is sent gains what the cloud's answer is worth more than the base's, and
// costs something; its net value is value x gain - cost. A score that is the expected gain decides by itself
// (send iff value x score > cost, the Bayes rule for this loss); for any other score the cut is sought on the
// tuning split. Tested against the O(n²) twin in tests/reference on every tiny case.

#include <span>

#include "routing/threshold.h"

namespace hybrid::routing {

/// What a sent input must be worth.
struct SendingPrice {
  double value = 1;              ///< of one unit of gain (one more right answer), in units of `cost`
  std::span<const double> cost;  ///< [n], of sending each input
};

/// The cut with the largest net value of all that it sends; of several the one that sends least. Infinity
/// where sending nothing is best: no score promises a gain then. The target is what it gives.
Threshold threshold_for_value(std::span<const double> scores, const Outcomes& outcomes,
                              const SendingPrice& price);

/// value x gain - cost, on average over all inputs, of sending those that score above the threshold: 0 if
/// none does.
double net_value(std::span<const double> scores, const Outcomes& outcomes, const SendingPrice& price,
                 double threshold);

}  // namespace hybrid::routing
