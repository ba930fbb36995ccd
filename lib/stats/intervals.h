#pragma once
// 95 % intervals and paired tests. Single proportions get Wilson's interval, means of other values the normal
// approximation; differences between methods on the same examples get a paired bootstrap (paired_bootstrap.h)
// and McNemar's exact test.

#include <cstdint>
#include <vector>

namespace hybrid::stats {

struct Interval {
  double low = 0;
  double high = 0;
};

/// The normal distribution's 97.5 % quantile.
inline constexpr double kZ95 = 1.959963984540054;

/// Wilson's score interval for `successes` (which may be an expected count) of n, at 95 % unless another
/// quantile of the normal distribution is given. Requires n > 0.
Interval wilson(double successes, double n, double z = kZ95);

/// mean +- 1.96 sd / sqrt(n) for n values of this sum and sum of squares, sd^2 being their mean squared
/// deviation. Where values are multiplied by weights or class sizes, the spread of these counts, too: then it
/// is rather too wide. Requires n > 0.
Interval normal_mean_interval(double sum, double sum_of_squares, double n);

/// Where a further draw from where the sample comes from lies with probability 95 %, by linear interpolation
/// between order statistics; the whole sample below 39 draws. Requires a non-empty sample.
Interval central_95(std::vector<double> sample);

/// Two-sided exact McNemar test: the probability of a split at least as uneven between the examples that only
/// the first method and only the second method gets right, were both equally good. 1 if there are none.
double mcnemar_exact(std::int64_t only_first, std::int64_t only_second);

}  // namespace hybrid::stats
