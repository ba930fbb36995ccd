#pragma once
// What routing could reach at a coverage. The paper's "upper bound" (A.2) assumes a router that is blind to
// the cloud's errors, so real curves may lie above it: it is a reference curve. The true ceilings need
// per-example outcomes. Tested against the best of all subsets on every tiny case.

#include "eval/deferral_curve.h"

namespace hybrid::eval {

/// Kag et al. 2022, A.2: min{ (a_g - a_b) / (1 - a_b) * (1 - c) + a_b, a_g } with base accuracy a_b, cloud
/// a_g. min{a_b, a_g} where the base makes no errors.
double paper_upper_bound(double base_accuracy, double cloud_accuracy, double coverage);

/// What the cloud's answer is worth more than the base's: the score of a router that knows the outcomes.
routing::RoutingScores gains(const routing::Outcomes& outcomes);

/// That router's curve. It is concave, rises while sending helps, and no router's curve lies above it. Of
/// right and wrong answers it has four cuts at most: helpful inputs, then indifferent ones, then harmful
/// ones.
DeferralCurve oracle_curve(const routing::Outcomes& outcomes);

/// The largest coverage at which all that helps is sent.
double coverage_of_all_help(const DeferralCurve& oracle);

/// The best any router can do when at most 1 - c may be sent; of right and wrong answers a_b + min(1 - c, w),
/// w = P(base wrong, cloud right).
double ceiling_at_most(const DeferralCurve& oracle, double coverage);

/// The same when exactly 1 - c must be sent: beyond all helpful and indifferent inputs, harmful ones have to
/// go.
double ceiling_exactly(const DeferralCurve& oracle, double coverage);

}  // namespace hybrid::eval
