#pragma once
// Several methods on several data sets, compared by their ranks: Friedman's test, and Nemenyi's critical
// difference (Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7, 2006). Ranks do
// not depend on how far the methods lie apart, so one data set with a large difference does not decide alone.

#include <cstddef>
#include <span>
#include <vector>

#include "core/seed.h"

namespace hybrid::stats {

/// Sums in another order differ by as much.
inline constexpr double kRoundingOfSums = 1e-12;

/// Returns the rank of each value: 1 for the largest. Equal values share the mean of their ranks; values that
/// differ by at most `equal` count as equal.
std::vector<double> ranks_of(std::span<const double> values, double equal = kRoundingOfSums);

struct Friedman {
  std::vector<double> average_ranks;  ///< of each method, over the data sets
  double chi2 = 0;                    ///< with the correction for ties; 0 if all methods are equal everywhere
  double f = 0;                       ///< iman_davenport(chi2); infinite if all data sets agree
  /// The share of permutations of the ranks within each data set whose chi2 is at least as large, the
  /// observed ranks included: exact for few data sets and for ties, where the chi-squared and F distributions
  /// are not.
  double p = 1;
};

/// Computes Friedman's test. Deterministic in `seed`.
/// @param values [data set][method], larger is better; at least two of each
Friedman friedman(std::span<const std::vector<double>> values, SeedTree seed,
                  std::size_t permutations = 10000);

/// Returns Iman & Davenport's F statistic, (n - 1) chi2 / (n (k - 1) - chi2), of k methods on n data sets.
double iman_davenport(double chi2, std::size_t methods, std::size_t data_sets);

/// Returns the 95 % quantile of the range of k independent standard normal values (the studentised range with
/// infinitely many degrees of freedom). Requires k >= 2.
double studentised_range_95(std::size_t k);

/// Returns Nemenyi's critical difference at the level 5 %: two methods differ if their average ranks do by
/// more, q sqrt(k (k + 1) / (6 n)) with q = studentised_range_95(k) / sqrt(2).
double nemenyi_difference(std::size_t methods, std::size_t data_sets);

}  // namespace hybrid::stats
