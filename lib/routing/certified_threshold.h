#pragma once
// The threshold that keeps the most inputs while their accuracy is certain to be sufficient.

#include <cstddef>
#include <optional>
#include <span>

#include "routing/threshold.h"

namespace hybrid::routing {

/// Learn then Test (Angelopoulos et al. 2021) with a fixed sequence: the cuts are tested from "everything is
/// sent" towards "everything is kept", one group of equal scores after another, and the last one before the
/// first failure is returned. A cut passes if the final predictions on at least `needed` examples are right.
///
/// No correction for the number of cuts is needed. Let t be the lowest threshold at which the true accuracy
/// is too low. To return t or more, the test at t itself must pass: it is the test of the cut at the largest
/// score up to t, which is one of the sequence. That test passes with probability delta at most if `needed`
/// is stats::certifying_count. It matters that the sequence begins at the end: a beginning chosen from the
/// same examples would not be covered by this argument.
/// @param outcomes 0 or 1
/// @return std::nullopt if sending everything does not pass
std::optional<Threshold> certified_accuracy_threshold(std::span<const double> scores,
                                                      const Outcomes& outcomes, std::size_t needed);

}  // namespace hybrid::routing
