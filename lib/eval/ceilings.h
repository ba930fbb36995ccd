#pragma once
// Limits of routing at a coverage. The paper's "upper bound" (A.2) assumes a router that does not know the
// cloud's errors, so real curves may exceed it: it is a reference curve. The true ceilings require the
// outcome of each example. Tested against the best of all subsets on small cases.

#include <optional>

#include "eval/deferral_curve.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

/// Returns Kag et al. 2022, A.2: min{ (a_g - a_b) / (1 - a_b) * (1 - c) + a_b, a_g } with base accuracy a_b
/// and cloud accuracy a_g; min{a_b, a_g} if the base makes no errors.
double paper_upper_bound(double base_accuracy, double cloud_accuracy, double coverage);
/// Returns the same for the models of the first base variant on the test part.
/// @return std::nullopt with a utility table, whose values need not end at 1
std::optional<double> paper_upper_bound(const RoutingProblem& problem, double coverage);

/// Returns the cloud's utility minus the base's for each example: the score of a router that knows the
/// outcomes.
routing::RoutingScores gains(const routing::Outcomes& outcomes);

/// Returns that router's curve, the maximum over all routers. It is concave and rises while sending helps. If
/// predictions are right or wrong, it has at most four cuts: helpful inputs first, then indifferent, then
/// harmful ones.
DeferralCurve oracle_curve(const routing::Outcomes& outcomes);

/// Returns the largest coverage at which all helpful inputs are sent.
double coverage_of_all_help(const DeferralCurve& oracle);

/// Returns the maximum accuracy if at most the share 1 - c may be sent; if predictions are right or wrong,
/// a_b + min(1 - c, w) with w = P(base wrong, cloud right).
double ceiling_at_most(const DeferralCurve& oracle, double coverage);

/// Returns the maximum accuracy if exactly the share 1 - c is sent, harmful inputs included once all others
/// are sent.
double ceiling_exactly(const DeferralCurve& oracle, double coverage);

}  // namespace hybrid::eval
