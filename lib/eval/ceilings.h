#pragma once
// What routing could reach at a coverage. The paper's "upper bound" (A.2) assumes a router that is blind to
// the cloud's errors, so real curves may lie above it: it is a reference curve. The true ceilings need
// per-example outcomes.

#include "routing/route.h"

namespace hybrid {

/// Kag et al. 2022, A.2: min{ (a_g - a_b) / (1 - a_b) * (1 - c) + a_b, a_g } with base accuracy a_b, cloud
/// a_g. min{a_b, a_g} where the base makes no errors.
double paper_upper_bound(double base_accuracy, double cloud_accuracy, double coverage);

/// The best any router can do when at most 1 - c may be sent: a_b + min(1 - c, w), w = P(base wrong, cloud
/// right).
double ceiling_at_most(const OutcomeShares& shares, double coverage);

/// The same when exactly 1 - c must be sent: beyond all helpful and indifferent inputs, harmful ones have to
/// go.
double ceiling_exactly(const OutcomeShares& shares, double coverage);

}  // namespace hybrid
