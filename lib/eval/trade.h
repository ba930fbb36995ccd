#pragma once
// Sending at a price: an input is sent if and only if the value of its expected gain exceeds its cost. A
// method whose score is the expected gain decides for each input; for any other method, the cut with the
// largest net value is found on the tuning part.

#include <optional>

#include "eval/tuning_part.h"

namespace hybrid::eval {

/// The value of one unit of gain (one more right prediction) relative to the cost of sending.
struct Trade {
  double value = 1;
  /// The resource whose per-offload cost is the price, in the resource's unit; std::nullopt: `price`.
  std::optional<cost::Resource> resource;
  double price = 0;  ///< without a resource: the price of every input, in units of the gain
};

/// Returns a method with the score value x expected gain - cost, which sends if and only if it exceeds 0.
/// Requires that the method's score is the expected gain and that the cost of the resource is known.
Method net_gain_method(const Method& method, const Trade& trade, const MethodCosts& costs);

/// Returns the rule that chooses the cut with the largest net value on the tuning part, which must have
/// outcomes. The rule refers to `costs`.
ThresholdRule trade_rule(const Trade& trade, const MethodCosts& costs);

/// Returns the threshold on the expected gain if it is the same for all inputs, else std::nullopt.
std::optional<double> common_threshold(const Trade& trade, const MethodCosts& costs);

/// Returns value x gain - cost per test input with the rule's choice in each fold, relative to sending
/// nothing.
double net_value_on_test(const ThresholdRule& rule, std::span<const Fold> folds, const Trade& trade,
                         const MethodCosts& costs);

}  // namespace hybrid::eval
