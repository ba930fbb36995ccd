#pragma once
// The parts of a paired comparison of methods on the same test examples, by fold: shared bootstrap resamples
// and the final predictions.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/seed.h"
#include "eval/folds.h"
#include "eval/paired_bootstrap.h"
#include "stats/intervals.h"

namespace hybrid::eval {

/// Returns the mean over the folds, each resampled separately. Requires the same test examples and folds for
/// every method.
/// @param methods the folds of each method
BootstrapAccuracies paired_bootstrap(std::span<const std::span<const Fold>> methods,
                                     std::span<const double> coverages, std::size_t resamples, SeedTree seed);

/// The final predictions at the largest cut of each fold that sends at most 1 - coverage and splits no tie.
struct FinalPredictions {
  std::size_t sent = 0;
  bool zero_one = true;       ///< every utility is 0 or 1
  std::vector<double> value;  ///< [n_test] utilities, fold by fold
};
FinalPredictions final_predictions(std::span<const Fold> folds, double coverage);

/// The number of examples on which one method's utility is higher than the other's.
struct Discordant {
  std::int64_t first_better = 0;
  std::int64_t second_better = 0;
};
/// Requires predictions for the same examples.
Discordant discordant(const FinalPredictions& first, const FinalPredictions& second);

/// Returns the p-value of McNemar's exact test.
/// @return std::nullopt if ties make the two send different numbers, because the test would then compare the
/// numbers and not the methods, and if utilities other than 0 and 1 occur
std::optional<double> mcnemar(const FinalPredictions& first, const FinalPredictions& second);

}  // namespace hybrid::eval
