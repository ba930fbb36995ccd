#pragma once
// A 95 % interval for a mean over repeated random splits. The repeats draw from one finite sample, so their
// test parts overlap and their figures are correlated: deviation / sqrt(repeats) would approach zero with the
// number of repeats, although no new example is seen. Nadeau & Bengio (Inference for the Generalization
// Error, Machine Learning 52, 2003) take the share of all examples in a test part, rho = n_test / n, as the
// correlation of two repeats. The sample variance S² of correlated figures is too small by the factor 1 -
// rho, and the variance of their mean is
//
//     S² (1 / repeats + rho / (1 - rho)),    rho / (1 - rho) = n_test / n_other,
//
// used with Student's t with repeats - 1 degrees of freedom. For a difference of two fixed rules, without any
// fit, this is exactly the variance of its mean over all n examples, except for the term that vanishes with
// repeats.

#include <cstddef>

#include "stats/intervals.h"
#include "stats/spread.h"

namespace hybrid::stats {

/// Returns the 97.5 % quantile of Student's t. Requires degrees >= 1.
double student_t_975(int degrees);

/// Returns the interval. Requires at least two values.
/// @param rho correlation of two repeats, in [0, 1)
/// @param further_variance of the mean, from sources common to all repeats
Interval resampled_interval(const Spread& spread, double rho, double further_variance = 0);

/// Returns a 95 % interval for the mean of a difference over other seeds and other examples of the kind, from
/// runs that differ in their seed and measure the same examples. Its half-width is sqrt(a² + b²) with a =
/// t(seeds - 1) deviation / sqrt(seeds), and b = 1.96 sqrt(example_variance / examples). It is exact where
/// one of the two sources dominates, else rather too wide: in simulations it holds the truth in 95 to 99 of
/// 100 cases. (With Welch and Satterthwaite's degrees of freedom two seeds would hold it in as few as 88.)
/// @param seeds at least two values: the difference of each seed
/// @param example_variance of the difference on single examples, each the mean over the seeds
/// @param examples how many, at least one
Interval seeds_interval(const Spread& seeds, double example_variance, std::size_t examples);

}  // namespace hybrid::stats
