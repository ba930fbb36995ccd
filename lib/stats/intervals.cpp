#include "stats/intervals.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::stats {

Interval wilson(double successes, double n, double z) {
  HYBRID_CHECK(n > 0 && successes >= 0 && successes <= n, "{} of {}", successes, n);
  const double p = successes / n;
  const double centre = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At 0 of n and n of n the ends are exactly 0 and 1, without rounding errors.
  return {.low = successes == 0 ? 0.0 : std::max(0.0, (centre - spread) / scale),
          .high = successes == n ? 1.0 : std::min(1.0, (centre + spread) / scale)};
}

Interval normal_mean_interval(double sum, double sum_of_squares, double n) {
  HYBRID_CHECK(n > 0, "{} values", n);
  const double mean = sum / n;
  const double variance = std::max(0.0, sum_of_squares / n - mean * mean);
  const double spread = kZ95 * std::sqrt(variance / n);
  return {mean - spread, mean + spread};
}

Interval central_95(std::vector<double> sample) {
  HYBRID_CHECK(!sample.empty(), "no sample");
  std::ranges::sort(sample);
  // A further draw falls below the i-th smallest of n with probability i / (n + 1).
  const auto quantile = [&](double q) {
    const auto n = static_cast<double>(sample.size());
    const double at = std::clamp(q * (n + 1) - 1, 0.0, n - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sample.size() - 1);
    return sample[below] + (at - static_cast<double>(below)) * (sample[above] - sample[below]);
  };
  return {quantile(0.025), quantile(0.975)};
}

double mcnemar_exact(std::int64_t only_first, std::int64_t only_second) {
  const std::int64_t n = only_first + only_second;
  const std::int64_t fewer = std::min(only_first, only_second);
  double tail = 0;
  for (std::int64_t k = 0; k <= fewer; ++k) {
    const auto kd = static_cast<double>(k);
    const auto nd = static_cast<double>(n);
    tail +=
        std::exp(std::lgamma(nd + 1) - std::lgamma(kd + 1) - std::lgamma(nd - kd + 1) - nd * std::log(2.0));
  }
  return std::min(1.0, 2 * tail);
}

}  // namespace hybrid::stats
