#pragma once

#include <optional>
#include <span>

#include "routing/route.h"

namespace hybrid::reference {

/// The share of (send, keep) pairs that the scores put in the right order, ties counted half. O(n²).
std::optional<double> auroc(std::span<const double> scores, const Outcomes& outcomes);

/// The mean, over the examples worth sending, of the precision of sending whatever scores at least as high.
/// O(n²).
std::optional<double> average_precision(std::span<const double> scores, const Outcomes& outcomes);

}  // namespace hybrid::reference
