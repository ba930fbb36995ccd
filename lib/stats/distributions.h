#pragma once
// The two distributions used by tests and intervals. Tested against SciPy's values.

namespace hybrid::stats {

/// Returns P(Z > z) of the standard normal distribution.
double normal_tail(double z);

/// Returns z with P(Z <= z) = p, to double precision. Requires 0 < p < 1.
double normal_quantile(double p);

/// Returns P(K > x) of Kolmogorov's distribution, 2 sum_{k>=1} (-1)^(k-1) exp(-2 k² x²); 1 for x <= 0.
double kolmogorov_tail(double x);

}  // namespace hybrid::stats
