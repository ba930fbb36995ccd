#include "stats/binomial.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::stats {

namespace {

double log_probability(std::size_t k, std::size_t n, double p) {
  const auto kd = static_cast<double>(k), nd = static_cast<double>(n);
  return std::lgamma(nd + 1) - std::lgamma(kd + 1) - std::lgamma(nd - kd + 1) + kd * std::log(p) +
         (nd - kd) * std::log1p(-p);
}

/// Returns P(X >= k) for k above the mean, from where the terms only fall.
double falling_tail(std::size_t k, std::size_t n, double p) {
  double term = std::exp(log_probability(k, n, p)), sum = term;
  for (std::size_t i = k; i < n && term > 1e-18 * sum; ++i) {
    term *= static_cast<double>(n - i) / static_cast<double>(i + 1) * p / (1 - p);
    sum += term;
  }
  return std::min(sum, 1.0);
}

/// Returns the end of [low, high] up to which `holds`, found by bisection to double precision. Requires that
/// it holds at `low`.
template <class Holds>
double last_where(double low, double high, Holds holds) {
  if (holds(high)) return high;
  for (double middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2)
    (holds(middle) ? low : high) = middle;
  return low;
}

}  // namespace

double binomial_tail(std::size_t k, std::size_t n, double p) {
  HYBRID_CHECK(p >= 0 && p <= 1, "probability {}", p);
  if (k == 0) return 1;
  if (k > n || p == 0) return 0;
  if (p == 1) return 1;
  if (static_cast<double>(k) > static_cast<double>(n) * p) return falling_tail(k, n, p);
  // P(X <= k - 1) is P(n - X >= n - k + 1).
  return 1 - falling_tail(n - k + 1, n, 1 - p);
}

std::optional<std::size_t> certifying_count(std::size_t n, double share, double delta) {
  HYBRID_CHECK(share >= 0 && share <= 1 && delta > 0 && delta < 1, "share {}, delta {}", share, delta);
  if (share == 0) return 0;
  if (binomial_tail(n, n, share) > delta) return std::nullopt;
  std::size_t too_few = 0, enough = n;
  while (enough - too_few > 1) {
    const std::size_t middle = too_few + (enough - too_few) / 2;
    (binomial_tail(middle, n, share) <= delta ? enough : too_few) = middle;
  }
  return enough;
}

double clopper_pearson_lower(std::size_t count, std::size_t n, double delta) {
  HYBRID_CHECK(n > 0 && count <= n, "{} of {}", count, n);
  if (count == 0) return 0;
  return last_where(0, 1, [&](double share) { return binomial_tail(count, n, share) <= delta; });
}

std::optional<std::size_t> examples_to_show(double share, double rate, double delta) {
  constexpr std::size_t kMost = 1'000'000'000;
  if (!(rate > share)) return std::nullopt;
  const auto enough = [&](std::size_t n) {
    const auto count = certifying_count(n, share, delta);
    return count && static_cast<double>(*count) <= rate * static_cast<double>(n) + 1e-9;
  };
  std::size_t high = 1;
  while (!enough(high)) {
    if (high >= kMost) return std::nullopt;
    high *= 2;
  }
  std::size_t low = high / 2;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace hybrid::stats
