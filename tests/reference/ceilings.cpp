#include "reference/ceilings.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/error.h"

namespace hybrid::reference {

double best_sending_exactly(const routing::Outcomes& outcomes, std::size_t sent) {
  const std::size_t n = outcomes.size();
  HYBRID_CHECK(n > 0 && n <= 20 && sent <= n, "{} examples, {} sent", n, sent);
  double best = -std::numeric_limits<double>::infinity();
  for (std::uint32_t subset = 0; subset < (std::uint32_t{1} << n); ++subset) {
    if (static_cast<std::size_t>(std::popcount(subset)) != sent) continue;
    double value = 0;
    for (std::size_t i = 0; i < n; ++i)
      value += (subset >> i & 1) != 0 ? outcomes.cloud_value[i] : outcomes.base_value[i];
    best = std::max(best, value);
  }
  return best / static_cast<double>(n);
}

double best_sending_at_most(const routing::Outcomes& outcomes, std::size_t sent) {
  double best = 0;
  for (std::size_t k = 0; k <= sent; ++k) best = std::max(best, best_sending_exactly(outcomes, k));
  return best;
}

}  // namespace hybrid::reference
