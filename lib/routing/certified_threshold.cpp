#include "routing/certified_threshold.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "routing/ranking.h"

namespace hybrid::routing {

std::optional<Threshold> certified_accuracy_threshold(std::span<const double> scores,
                                                      const Outcomes& outcomes, std::size_t needed) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  std::vector<std::size_t> ascending = by_descending_score(scores);
  std::ranges::reverse(ascending);

  double right = std::accumulate(outcomes.cloud_value.begin(), outcomes.cloud_value.end(), 0.0);
  const auto passes = [&] { return right >= static_cast<double>(needed); };
  if (!passes()) return std::nullopt;
  std::size_t kept = 0;
  double threshold = -std::numeric_limits<double>::infinity();
  for (std::size_t next = 0; next < n;) {
    const double group = scores[ascending[next]];
    for (; next < n && scores[ascending[next]] == group; ++next)
      right += outcomes.base_value[ascending[next]] - outcomes.cloud_value[ascending[next]];
    if (!passes()) break;
    kept = next;
    threshold = group;
  }
  const double share = static_cast<double>(kept) / static_cast<double>(n);
  return Threshold{.value = threshold, .target_coverage = share, .tuned_coverage = share};
}

}  // namespace hybrid::routing
