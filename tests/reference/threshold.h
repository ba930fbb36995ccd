#pragma once

#include <optional>
#include <span>

#include "routing/threshold.h"

namespace hybrid::reference {

/// By definition, O(n²): the smallest of the scores and -infinity that keeps at least the target on the
/// device.
routing::Threshold threshold_for_coverage(std::span<const double> scores, double coverage);

/// By definition, O(n²): of the scores and -infinity, the one with the largest coverage among those that
/// reach the accuracy.
std::optional<routing::Threshold> threshold_for_accuracy(std::span<const double> scores,
                                                         const routing::Outcomes& outcomes, double accuracy);

}  // namespace hybrid::reference
