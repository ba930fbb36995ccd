#include "audit/sample_size.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "stats/distributions.h"
#include "stats/intervals.h"

namespace hybrid {

double examples_needed(double psi, double delta) {
  HYBRID_CHECK(delta != 0 && psi >= 0, "difference {}, discordant {}", delta, psi);
  psi = std::max(psi, std::abs(delta));
  const double power = normal_quantile(0.8);
  const double sum = kZ95 * std::sqrt(psi) + power * std::sqrt(psi - delta * delta);
  return std::ceil(sum * sum / (delta * delta));
}

Resolution resolution_of(std::span<const double> method, std::span<const double> against,
                         std::optional<double> claim) {
  const std::size_t n = method.size();
  HYBRID_CHECK(n > 0 && against.size() == n, "{} and {} answers", n, against.size());
  Resolution resolution{.claim = claim, .at_hand = n};
  for (std::size_t i = 0; i < n; ++i) {
    const double difference = method[i] - against[i];
    resolution.difference += difference / static_cast<double>(n);
    resolution.discordant += difference * difference / static_cast<double>(n);
  }
  // Sums of shares of tied answers may miss zero by a bit.
  if (std::abs(resolution.difference) < 1e-12) resolution.difference = 0;
  if (const double wanted = resolution.resolved_difference(); wanted != 0)
    resolution.needed = examples_needed(resolution.discordant, wanted);
  return resolution;
}

}  // namespace hybrid
