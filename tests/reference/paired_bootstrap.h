#pragma once

#include <span>

#include "eval/paired_bootstrap.h"

namespace hybrid::reference {

/// The same resamples, of every example's value of the influence function, averaged explicitly; O(n²).
eval::BootstrapAccuracies paired_bootstrap(std::span<const eval::ScoredOutcomes> methods,
                                           std::span<const double> coverages, std::size_t resamples,
                                           SeedTree seed);

}  // namespace hybrid::reference
