#pragma once

#include <span>

#include "eval/paired_bootstrap.h"

namespace hybrid::reference {

/// The same resamples, each written out as arrays of its own and sorted anew for every method.
BootstrapAccuracies paired_bootstrap(std::span<const ScoredOutcomes> methods,
                                     std::span<const double> coverages, std::size_t resamples, SeedTree seed);

}  // namespace hybrid::reference
