#pragma once

#include <span>

#include "routing/route.h"

namespace hybrid::reference {

/// Matched accuracy, O(n²): examples with equal scores are sent with equal probability, such that (1 -
/// coverage) n are sent on average.
double accuracy_at(std::span<const double> scores, const routing::Outcomes& outcomes, double coverage);

/// The same from first principles, O(n! n log n): the mean over all orders of the rows, which break ties;
/// linear between two whole numbers of sent examples.
double accuracy_over_all_orders(std::span<const double> scores, const routing::Outcomes& outcomes,
                                double coverage);

/// Area under accuracy over coverage: trapezoids between the n + 1 whole numbers of sent examples.
double area(std::span<const double> scores, const routing::Outcomes& outcomes);

}  // namespace hybrid::reference
