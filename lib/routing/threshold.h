#pragma once
// Algorithm 2: from a coverage (or an accuracy) to a threshold, on the tuning split. Coverage is the share of
// inputs kept on the device. Eq. 2 and Eq. 3 of the paper print the constraint with opposite signs; ours is
// "coverage at least the target". Tested against the O(n²) twin in tests/reference on every tiny case.

#include <cstddef>
#include <optional>
#include <span>

#include "routing/route.h"

namespace hybrid::routing {

struct Threshold {
  double value = 0;            ///< send iff score > value; -infinity sends everything
  double target_coverage = 1;  ///< what was asked for
  double tuned_coverage = 1;   ///< what it gives on the split it was tuned on; never below the target
};

/// The c-quantile of the scores as an order statistic, t = the ceil(c n)-th smallest. Inputs with equal
/// scores are never split, so a tie can only raise the coverage. c = 0 gives -infinity. Requires scores and c
/// in [0, 1].
Threshold threshold_for_coverage(std::span<const double> scores, double coverage);

/// The threshold, or `least` where that is higher; it then keeps more of the scores.
Threshold raised(Threshold threshold, double least, std::span<const double> scores);

/// The largest coverage whose accuracy on this split reaches `accuracy`, as a threshold; nothing if no cut
/// does.
std::optional<Threshold> threshold_for_accuracy(std::span<const double> scores, const Outcomes& outcomes,
                                                double accuracy);

/// How many of the scores are sent (strictly above the threshold).
std::size_t count_sent(std::span<const double> scores, double threshold);

}  // namespace hybrid::routing
