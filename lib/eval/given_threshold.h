#pragma once
// Results of a threshold that a person gives: "I send below 0.8 today, what do I get?"

#include "eval/tuning.h"

namespace hybrid::eval {

/// Returns whether a method's threshold is given as a bound of the base's probabilities, below which inputs
/// are sent: largest probability (max_prob) or distance of the two largest (margin), also calibrated. The
/// threshold of every other method is given as its score.
bool told_as_probability(const Method& method);

/// Converts between the two: 1 - value for told_as_probability, else value. Exact in both directions for
/// scores of examples.
double told_threshold(const Method& method, double value);

/// Returns the results of sending an input iff its score exceeds the threshold, without any requirements.
/// @param method scored
TunedPoint point_at_threshold(double threshold, const RoutingProblem& problem, const Method& method,
                              const MethodCosts& costs, const PointOptions& options = {});

}  // namespace hybrid::eval
