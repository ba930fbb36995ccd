#pragma once
// What a paired comparison of methods on the same test examples is made of, fold by fold: bootstrap resamples
// that all methods share, and the answers that are given in the end.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/seed.h"
#include "eval/folds.h"
#include "eval/paired_bootstrap.h"
#include "stats/intervals.h"

namespace hybrid::eval {

/// The mean over the folds, each of which is resampled for itself. Requires the same test examples in the
/// same folds of every method. @param methods each one's folds
BootstrapAccuracies paired_bootstrap(std::span<const std::span<const Fold>> methods,
                                     std::span<const double> coverages, std::size_t resamples, SeedTree seed);

/// The decisions of the largest cut of each fold that sends at most 1 - coverage and splits no tie.
struct FinalAnswers {
  std::size_t sent = 0;
  bool zero_one = true;       ///< right or wrong
  std::vector<double> value;  ///< [n_test], fold by fold
};
FinalAnswers final_answers(std::span<const Fold> folds, double coverage);

/// On how many examples one's answer is worth more than the other's.
struct Discordant {
  std::int64_t first_better = 0;
  std::int64_t second_better = 0;
};
/// Requires answers to the same examples.
Discordant discordant(const FinalAnswers& first, const FinalAnswers& second);

/// McNemar's exact test of both. Nothing where ties make the two send different numbers, as the test would
/// then compare the numbers, not the methods; nor where answers are worth other amounts than 0 and 1.
std::optional<double> mcnemar(const FinalAnswers& first, const FinalAnswers& second);

}  // namespace hybrid::eval
