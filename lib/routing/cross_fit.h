#pragma once
// Fits whose ridge is chosen, and whose predictions on their own examples are made, by cross-fitting: every
// example is predicted by a model that has not seen it. So a threshold or a choice between methods that is
// made on the tuning part meets scores of the kind that new examples get.

#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"
#include "routing/logistic.h"

namespace hybrid::routing {

/// [n]: which of `count` folds (at most n) each example belongs to; sizes differ by at most one.
std::vector<std::uint8_t> random_folds(std::size_t n, std::size_t count, SeedTree seed);

/// From the strongest penalty, under which only the first feature counts, to the weakest.
std::span<const Ridge> ridge_path();

struct CrossFitted {
  Logistic model;  ///< on all rows, with the chosen ridge
  std::vector<double>
      out_of_fold;        ///< [n], log odds from the model that was fitted without the example's fold
  std::size_t level = 0;  ///< of ridge_path()
};

/// The strongest ridge whose out-of-fold loss is within one standard error of the best one's (Breiman et al.
/// 1984; the error is that of the paired difference between the two). Requires n >= 2 and folds in which each
/// example has others.
CrossFitted cross_fit(const LogisticData& data, std::span<const std::uint8_t> folds);

}  // namespace hybrid::routing
