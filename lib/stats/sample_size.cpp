#include "stats/sample_size.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "stats/distributions.h"
#include "stats/intervals.h"

namespace hybrid::stats {

double examples_needed(double psi, double delta) {
  HYBRID_CHECK(delta != 0 && psi >= 0, "difference {}, discordant {}", delta, psi);
  psi = std::max(psi, std::abs(delta));
  const double power = normal_quantile(0.8);
  const double sum = kZ95 * std::sqrt(psi) + power * std::sqrt(psi - delta * delta);
  return std::ceil(sum * sum / (delta * delta));
}

}  // namespace hybrid::stats
