#pragma once
// Sending for a price: an input is sent iff what that is expected to gain is worth more than it costs. A
// method whose score is the expected gain decides input by input; for any other the cut with the largest net
// value is sought on the tuning part.

#include <optional>

#include "eval/tuning_part.h"

namespace hybrid::eval {

/// What one unit of gain (one more right answer) is worth, against the cost of sending.
struct Trade {
  double value = 1;
  std::optional<cost::Resource> resource;  ///< the cost is this input's of sending, in the resource's unit;
  double price = 0;                        ///< without one, the same price for each, in units of the gain
};

/// value x expected gain - cost as a score: send iff it exceeds 0. Requires that the method's score is the
/// expected gain and that the resource has a price.
Method net_gain_method(const Method& method, const Trade& trade, const MethodCosts& costs);

/// The cut with the largest net value on the tuning part, which must have outcomes. Holds on to `costs`.
ThresholdRule trade_rule(const Trade& trade, const MethodCosts& costs);

/// The threshold on an expected gain if it is the same for all inputs, else nothing.
std::optional<double> common_threshold(const Trade& trade, const MethodCosts& costs);

/// value x gain - cost per test input, with what the rule chooses in each fold; sending nothing has 0.
double net_value_on_test(const ThresholdRule& rule, std::span<const Fold> folds, const Trade& trade,
                         const MethodCosts& costs);

}  // namespace hybrid::eval
