#pragma once
// The examples on which thresholds can be certified: those that no fit has seen. Scores computed from the
// base's outputs alone are certified on the whole tuning part. Routers that are fitted to the tuning part
// need examples apart from it: out-of-fold scores will not do, because they come from other fits than the one
// that is deployed.

#include <cstdint>
#include <span>
#include <vector>

#include "eval/folds.h"
#include "eval/methods.h"

namespace hybrid::eval {

/// Returns [n]: 1 for the half of the tuning examples that is kept from every fit, stratified by label.
std::vector<std::uint8_t> certification_part(std::span<const std::int32_t> labels, SeedTree seed);

/// Like make_routing_problem, with routers fitted to the tuning examples outside the certification part; all
/// others are scored by these fits.
/// @throws InvalidArgument for an unknown method name
/// @throws DataError if a part would be empty, or if the tuning and the test set hold different outputs, from
/// which different routers would be fitted
RoutingProblem make_certified_problem(const predictions::PredictionPair& tune,
                                      const predictions::PredictionPair& test, const MethodOptions& options,
                                      SeedTree seed, Logger& log);

/// Returns whether the method's scores depend on the labels of the tuning part. Scores of a kind unknown to
/// this program are taken to do so, except a user's own (`own`, `own_...`).
bool fitted_to_tuning_part(const RoutingProblem& problem, const Method& method);

/// Returns whether there are examples on which the method's thresholds can be certified: it has scores, and
/// these are not fitted or there is a certification part.
bool can_certify(const RoutingProblem& problem, const Method& method);

/// Returns the method that is certified by default: the first of kPreferredMethods, else the first method,
/// that can be.
/// @throws InvalidArgument if there is none
const Method& default_certified_method(const RoutingProblem& problem);

/// Returns folds_of, for a fitted method with the certification part as the tuning part.
std::vector<Fold> certification_folds(const RoutingProblem& problem, const Method& method);

}  // namespace hybrid::eval
