#include "audit/sample_size.h"

#include <cmath>

#include "core/error.h"
#include "stats/sample_size.h"

namespace hybrid::audit {

Resolution resolution_of(std::span<const double> method, std::span<const double> against,
                         std::optional<double> claim) {
  const std::size_t n = method.size();
  HYBRID_CHECK(n > 0 && against.size() == n, "{} and {} predictions", n, against.size());
  Resolution resolution{.claim = claim, .at_hand = n};
  for (std::size_t i = 0; i < n; ++i) {
    const double difference = method[i] - against[i];
    resolution.difference += difference / static_cast<double>(n);
    resolution.discordant += difference * difference / static_cast<double>(n);
  }
  // Sums of shares of tied predictions may differ from zero by rounding.
  if (std::abs(resolution.difference) < 1e-12) resolution.difference = 0;
  if (const double wanted = resolution.resolved_difference(); wanted != 0)
    resolution.needed = stats::examples_needed(resolution.discordant, wanted);
  return resolution;
}

}  // namespace hybrid::audit
