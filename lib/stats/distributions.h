#pragma once
// The two distributions that tests and intervals of any level need. Checked against SciPy's numbers.

namespace hybrid::stats {

/// P(Z > z) of the standard normal distribution.
double normal_tail(double z);

/// z with P(Z <= z) = p, to double precision. Requires 0 < p < 1.
double normal_quantile(double p);

/// P(K > x) of Kolmogorov's distribution, 2 sum_{k>=1} (-1)^(k-1) exp(-2 k² x²); 1 for x <= 0.
double kolmogorov_tail(double x);

}  // namespace hybrid::stats
