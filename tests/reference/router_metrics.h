#pragma once

#include <optional>
#include <span>

#include "routing/route.h"

namespace hybrid::reference {

/// Returns the share of (send, keep) pairs in the right order, ties counted half. O(n²).
std::optional<double> auroc(std::span<const double> scores, const routing::Outcomes& outcomes);

/// Returns the mean precision, over the examples with label "send", of sending all examples with at least the
/// same score. O(n²).
std::optional<double> average_precision(std::span<const double> scores, const routing::Outcomes& outcomes);

}  // namespace hybrid::reference
