#pragma once
// A 95 % interval for a mean over repeated random splits. The repeats draw from one finite sample, so their
// test parts overlap and their figures go together: deviation / sqrt(repeats) would shrink to nothing with
// ever more repeats, though no new example was seen. Nadeau & Bengio (Inference for the Generalization Error,
// Machine Learning 52, 2003) take the correlation of two repeats to be the share of all examples in a test
// part, rho = n_test / n. The sample variance S² of correlated figures falls short by 1 - rho, and their mean
// varies by
//     S² (1 / repeats + rho / (1 - rho)),    rho / (1 - rho) = n_test / n_other,
// taken by Student's t with repeats - 1 degrees of freedom. For a difference of two fixed rules, to which
// nothing is fitted, this is exactly the variance of its mean over all n examples, but for the term that
// vanishes with repeats.

#include "stats/intervals.h"
#include "stats/spread.h"

namespace hybrid::stats {

/// The 97.5 % quantile of Student's t. Requires degrees >= 1.
double student_t_975(int degrees);

/// @param rho correlation of two repeats, in [0, 1)
/// @param further_variance of the mean, from what does not change from repeat to repeat
/// Requires at least two values.
Interval resampled_interval(const Spread& spread, double rho, double further_variance = 0);

}  // namespace hybrid::stats
