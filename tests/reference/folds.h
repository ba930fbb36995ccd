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

/// Thresholding at a target coverage with two-fold cross-fitting, by definition and example by example: the
/// threshold of each example is chosen on the examples of the other half.
/// @param tune, test [n] scores by models fitted on an example's own half, on the other half
CrossFittedFigures cross_fitted_figures(std::span<const double> tune, std::span<const double> test,
                                        const routing::Outcomes& outcomes, std::span<const std::uint8_t> half,
                                        double coverage);

}  // namespace hybrid::reference
