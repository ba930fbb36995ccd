#pragma once
// Cross-fitting: every example is predicted by a model fitted without it. These predictions choose the ridge
// and are the scores of the fitted examples. So thresholds and choices between methods that are made on the
// tuning part use scores of the same distribution as those of new examples.

#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"
#include "routing/logistic.h"

namespace hybrid::routing {

/// Returns the fold of each example, [n], out of `count` folds (at most n), whose sizes differ by at most
/// one.
std::vector<std::uint8_t> random_folds(std::size_t n, std::size_t count, SeedTree seed);

struct CrossFitted {
  Logistic model;  ///< fitted on all rows with the chosen ridge
  /// [n], log odds from the model fitted without the example's fold.
  std::vector<double> out_of_fold;
  /// Of the chosen ridge; 0 is the strongest, under which only the first feature counts.
  std::size_t level = 0;
};

/// Chooses the strongest ridge whose out-of-fold loss is within one standard error of the best (Breiman et
/// al. 1984; the error of the paired difference between the two). Requires n >= 2 and folds in which each
/// example has others.
CrossFitted cross_fit(const LogisticData& data, std::span<const std::uint8_t> folds);

}  // namespace hybrid::routing
