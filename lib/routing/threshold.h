#pragma once
// Algorithm 2: from a coverage (or an accuracy) to a threshold, on the tuning split. Coverage is the share of
// inputs kept on the device. The paper prints the constraint with opposite signs in Eq. 2 and Eq. 3; here it
// is "coverage at least the target". Tested against the O(n²) reference implementation in tests/reference on
// all small cases.

#include <cstddef>
#include <optional>
#include <span>

#include "routing/route.h"

namespace hybrid::routing {

struct Threshold {
  double value = 0;            ///< send if and only if score > value; -infinity sends everything
  double target_coverage = 1;  ///< requested coverage
  double tuned_coverage = 1;   ///< achieved on the split it was tuned on; never below the target
};

/// Returns the c-quantile of the scores as an order statistic, t = the ceil(c n)-th smallest. Inputs with
/// equal scores are never split, so ties can only raise the coverage. c = 0 gives -infinity. Requires scores
/// and c in [0, 1].
Threshold threshold_for_coverage(std::span<const double> scores, double coverage);

/// Returns the threshold, or `least` if that is higher and so keeps more inputs.
Threshold raised(Threshold threshold, double least, std::span<const double> scores);

/// Returns the threshold for the largest coverage whose accuracy on this split reaches `accuracy`.
/// @return std::nullopt if no cut reaches it
std::optional<Threshold> threshold_for_accuracy(std::span<const double> scores, const Outcomes& outcomes,
                                                double accuracy);

/// Returns the number of scores that are sent (strictly above the threshold).
std::size_t count_sent(std::span<const double> scores, double threshold);

}  // namespace hybrid::routing
