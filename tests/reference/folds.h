#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "routing/route.h"

namespace hybrid::reference {

struct CrossFittedFigures {
  double tuned_coverage = 0;
  double coverage = 0;
  double accuracy = 0;
  double matched_accuracy = 0;
};

/// What thresholding gives at a target coverage where two halves tune each other, by definition and example
/// by example: each example looks for its threshold among the examples of the other half.
/// @param tune, test [n] scores by what was fitted on an example's own half, on the other half
CrossFittedFigures cross_fitted_figures(std::span<const double> tune, std::span<const double> test,
                                        const Outcomes& outcomes, std::span<const std::uint8_t> half,
                                        double coverage);

}  // namespace hybrid::reference
