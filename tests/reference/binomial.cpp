#include "reference/binomial.h"

#include <limits>
#include <set>
#include <vector>

namespace hybrid::reference {

double binomial_tail(std::size_t k, std::size_t n, double p) {
  std::vector<double> chance(n + 2, 0.0);
  chance[0] = 1;
  for (std::size_t trial = 0; trial < n; ++trial)
    for (std::size_t x = trial + 1; x + 1 > 0; --x) {
      chance[x] = chance[x] * (1 - p) + (x > 0 ? chance[x - 1] * p : 0);
      if (x == 0) break;
    }
  double sum = 0;
  for (std::size_t x = k; x <= n; ++x) sum += chance[x];
  return sum;
}

std::optional<std::size_t> certifying_count(std::size_t n, double share, double delta) {
  if (share == 0) return 0;
  for (std::size_t k = 0; k <= n; ++k)
    if (binomial_tail(k, n, share) <= delta) return k;
  return std::nullopt;
}

std::optional<routing::Threshold> certified_accuracy_threshold(std::span<const double> scores,
                                                               const routing::Outcomes& outcomes,
                                                               std::size_t needed) {
  std::set<double> thresholds(scores.begin(), scores.end());
  thresholds.insert(-std::numeric_limits<double>::infinity());
  std::optional<routing::Threshold> last;
  for (const double threshold : thresholds) {
    double right = 0, kept = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const bool sent = scores[i] > threshold;
      right += sent ? outcomes.cloud_value[i] : outcomes.base_value[i];
      kept += sent ? 0 : 1;
    }
    if (right < static_cast<double>(needed)) return last;
    const double share = kept / static_cast<double>(scores.size());
    last = routing::Threshold{.value = threshold, .target_coverage = share, .tuned_coverage = share};
  }
  return last;
}

}  // namespace hybrid::reference
