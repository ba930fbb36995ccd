#include "stats/two_samples.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "stats/distributions.h"

namespace hybrid::stats {

double larger_share_p(Proportion first, Proportion second) {
  HYBRID_CHECK(first.n > 0 && second.n > 0, "{} and {} examples", first.n, second.n);
  const double pooled = (first.successes + second.successes) / (first.n + second.n);
  const double variance = pooled * (1 - pooled) * (1 / first.n + 1 / second.n);
  if (!(variance > 0)) return 1;
  return normal_tail((first.share() - second.share()) / std::sqrt(variance));
}

Interval share_difference_interval(Proportion first, Proportion second, double z) {
  const Interval a = wilson(first.successes, first.n, z), b = wilson(second.successes, second.n, z);
  const double difference = first.share() - second.share();
  return {.low = difference - std::hypot(first.share() - a.low, b.high - second.share()),
          .high = difference + std::hypot(a.high - first.share(), second.share() - b.low)};
}

KolmogorovSmirnov kolmogorov_smirnov(std::vector<double> first, std::vector<double> second) {
  HYBRID_CHECK(!first.empty() && !second.empty(), "{} and {} values", first.size(), second.size());
  std::ranges::sort(first);
  std::ranges::sort(second);
  const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
  double distance = 0;
  for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
    const double value = std::min(first[i], second[j]);
    while (i < first.size() && first[i] == value) ++i;
    while (j < second.size() && second[j] == value) ++j;
    distance = std::max(distance, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  const double root = std::sqrt(n * m / (n + m));
  return {.distance = distance, .p = kolmogorov_tail((root + 0.12 + 0.11 / root) * distance)};
}

double coverage_standard_error(double coverage, std::size_t n_tune, std::size_t n_test) {
  return std::sqrt(coverage * (1 - coverage) *
                   (1 / static_cast<double>(n_tune) + 1 / static_cast<double>(n_test)));
}

}  // namespace hybrid::stats
