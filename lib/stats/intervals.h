#pragma once
// 95 % intervals and paired tests. Single proportions have Wilson's interval, means of other values the
// normal approximation; differences between methods on the same examples have a paired bootstrap
// (paired_bootstrap.h) and McNemar's exact test.

#include <cstdint>
#include <vector>

namespace hybrid::stats {

struct Interval {
  double low = 0;
  double high = 0;
};

/// The 97.5 % quantile of the standard normal distribution.
inline constexpr double kZ95 = 1.959963984540054;

/// Returns Wilson's score interval for `successes` (possibly an expected count) out of n. Requires n > 0.
/// @param z quantile of the standard normal distribution; 95 % by default
Interval wilson(double successes, double n, double z = kZ95);

/// Returns mean +- 1.96 sd / sqrt(n) for n values of this sum and sum of squares; sd^2 is the mean squared
/// deviation. If values are multiplied by weights or class sizes, the spread of these is included, and the
/// interval is rather too wide. Requires n > 0.
Interval normal_mean_interval(double sum, double sum_of_squares, double n);

/// Returns the interval that contains a further draw from the same distribution with probability 95 %, by
/// linear interpolation between order statistics; the whole range below 39 draws. Requires a non-empty
/// sample.
Interval central_95(std::vector<double> sample);

/// Returns the p-value of the two-sided exact McNemar test: the probability, if both methods are equally
/// good, of a split at least as uneven between the examples that only the first and only the second method
/// gets right. 1 if there are none.
double mcnemar_exact(std::int64_t only_first, std::int64_t only_second);

}  // namespace hybrid::stats
