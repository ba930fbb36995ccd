#pragma once
// Tests and intervals for two independent samples, such as the tuning and the test part. Two methods on the
// same examples are paired instead: see intervals.h and paired_bootstrap.h.

#include <cstddef>
#include <vector>

#include "stats/intervals.h"

namespace hybrid::stats {

/// `successes` out of `n`.
struct Proportion {
  double successes = 0;
  double n = 0;
  double share() const { return successes / n; }
};

/// Returns the one-sided p-value of the pooled z-test: the probability of a difference at least this large if
/// `first` is no larger than `second`. 1 if all or none succeed. Requires two non-empty samples.
double larger_share_p(Proportion first, Proportion second);

/// Returns Newcombe's interval for first - second, from the two Wilson intervals (Newcombe 1998, method 10).
/// @param z quantile of the standard normal distribution, 1.96 for 95 %
Interval share_difference_interval(Proportion first, Proportion second, double z);

/// Returns sqrt(c (1 - c) (1/n_tune + 1/n_test)): the binomial standard error of the difference between the
/// shares that one threshold keeps in two samples of one population.
double coverage_standard_error(double coverage, std::size_t n_tune, std::size_t n_test);

struct KolmogorovSmirnov {
  double distance = 0;  ///< largest difference of the two distribution functions
  double p = 1;         ///< probability of a distance at least this large within one distribution
};

/// Computes the two-sample Kolmogorov-Smirnov test; p by the limit distribution with Stephens' correction for
/// finite samples (Numerical Recipes, 14.3.18), biased towards 1 by ties. Requires two non-empty samples
/// without NaN.
KolmogorovSmirnov kolmogorov_smirnov(std::vector<double> first, std::vector<double> second);

}  // namespace hybrid::stats
