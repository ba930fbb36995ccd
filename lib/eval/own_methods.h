#pragma once
// Own scores (predictions/own_scores.h) among the methods of a problem.

#include <string>
#include <vector>

#include "core/log.h"
#include "eval/routing_problem.h"
#include "predictions/prediction_pair.h"

namespace hybrid::eval {

/// Returns whether the method is somebody's own score. To our knowledge nothing was fitted to the examples.
bool is_own(const Method& method);

/// Returns the methods of the own scores in either base's set, sorted.
std::vector<std::string> own_methods(const predictions::PredictionSet& tune,
                                     const predictions::PredictionSet& test);

/// Returns the method of an own score.
/// @throws InvalidArgument if neither set has it
/// @throws DataError if only one of them has it
Method own_score_method(const std::string& name, const predictions::PredictionSet& tune,
                        const predictions::PredictionSet& test);

/// Returns the methods that this one is compared with: opponents(problem), and for an own score also the
/// default method.
std::vector<std::string> opponents_of(const RoutingProblem& problem, const Method& method);

/// Warns of own scores that are constant, and of those that send the wrong inputs first: on the tuning part
/// the correlation of their ranks with the gains is negative by more than two standard errors of its
/// permutation distribution.
void warn_of_own_scores(const RoutingProblem& problem, Logger& log);

}  // namespace hybrid::eval
