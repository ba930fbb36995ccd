#include "stats/resampled_interval.h"

#include <cmath>
#include <numbers>

#include "core/error.h"

namespace hybrid::stats {

namespace {

/// Returns P(|T| <= t) for an integer number of degrees of freedom by the finite sums of Abramowitz & Stegun
/// 26.7.3 and 26.7.4.
double central_probability(double t, int degrees) {
  const double theta = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double sine = std::sin(theta), cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1, sum = 0;
  for (int k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= cosine * cosine * (k + 1) / (k + 2);
  }
  return odd ? (theta + sine * sum) * 2 / std::numbers::pi : sine * sum;
}

}  // namespace

double student_t_975(int degrees) {
  HYBRID_CHECK(degrees >= 1, "{} degrees of freedom", degrees);
  double low = 0, high = 13;  // 12.7 with one degree of freedom
  while (high - low > 1e-12) {
    const double middle = (low + high) / 2;
    (central_probability(middle, degrees) < 0.95 ? low : high) = middle;
  }
  return (low + high) / 2;
}

Interval resampled_interval(const Spread& spread, double rho, double further_variance) {
  const auto repeats = static_cast<double>(spread.values.size());
  HYBRID_CHECK(repeats >= 2 && rho >= 0 && rho < 1, "{} repeats, correlation {}", repeats, rho);
  const double variance =
      spread.deviation * spread.deviation * (1 / repeats + rho / (1 - rho)) + further_variance;
  const double half = student_t_975(static_cast<int>(repeats) - 1) * std::sqrt(variance);
  return {spread.mean - half, spread.mean + half};
}

Interval seeds_interval(const Spread& seeds, double example_variance, std::size_t examples) {
  HYBRID_CHECK(seeds.values.size() >= 2 && examples >= 1, "{} seeds, {} examples", seeds.values.size(),
               examples);
  const double of_seeds = student_t_975(static_cast<int>(seeds.values.size()) - 1) * seeds.deviation /
                          std::sqrt(static_cast<double>(seeds.values.size()));
  const double of_examples = kZ95 * std::sqrt(example_variance / static_cast<double>(examples));
  const double half = std::hypot(of_seeds, of_examples);
  return {seeds.mean - half, seeds.mean + half};
}

}  // namespace hybrid::stats
