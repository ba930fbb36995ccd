#pragma once
// Sending at a price. The gain of an input that is sent is the cloud's utility minus the base's; its net
// value is value x gain - cost. A score that is the expected gain decides by itself (send if and only if
// value x score > cost, the Bayes rule for this loss); for any other score the cut is found on the tuning
// split. Tested against the O(n²) reference implementation in tests/reference on all small cases.

#include <span>

#include "routing/threshold.h"

namespace hybrid::routing {

/// The price of sending and the value of a gain.
struct SendingPrice {
  double value = 1;              ///< of one unit of gain (one more right prediction), in units of `cost`
  std::span<const double> cost;  ///< [n], of sending each input
};

/// Returns the cut with the largest total net value of the inputs it sends; of several the one that sends
/// least. Infinity if sending nothing is best, because no score then indicates a gain. The target is the
/// resulting coverage.
Threshold threshold_for_value(std::span<const double> scores, const Outcomes& outcomes,
                              const SendingPrice& price);

/// Returns value x gain - cost, averaged over all inputs, if the inputs with scores above the threshold are
/// sent: 0 if none is.
double net_value(std::span<const double> scores, const Outcomes& outcomes, const SendingPrice& price,
                 double threshold);

}  // namespace hybrid::routing
