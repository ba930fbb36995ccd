#include "stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.h"

namespace hybrid::stats {

double normal_tail(double z) {
  return std::erfc(z / std::numbers::sqrt2) / 2;
}

double normal_quantile(double p) {
  HYBRID_CHECK(p > 0 && p < 1, "quantile {}", p);
  if (p > 0.5) return -normal_quantile(1 - p);
  // The standard library has no inverse of erfc; bisecting a safe interval is exact and fast enough.
  double low = -40, high = 0;
  for (double middle = low / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    (normal_tail(-middle) < p ? low : high) = middle;
  return high;
}

double kolmogorov_tail(double x) {
  if (x <= 0) return 1;
  double sum = 0;
  if (x < 1) {
    // The series converges too slowly here; its transform (a theta function) converges at once: P(K <= x) =
    // sqrt(2 pi) / x sum_{k>=1} exp(-(2k - 1)² pi² / (8 x²)).
    for (int k = 1; k <= 7; k += 2)
      sum += std::exp(-k * k * std::numbers::pi * std::numbers::pi / (8 * x * x));
    return std::clamp(1 - std::sqrt(2 * std::numbers::pi) / x * sum, 0.0, 1.0);
  }
  for (int k = 1; k <= 6; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  return sum;
}

}  // namespace hybrid::stats
