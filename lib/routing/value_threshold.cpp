#include "routing/value_threshold.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "routing/ranking.h"

namespace hybrid::routing {

namespace {

double net_value_of(std::size_t i, const Outcomes& outcomes, const SendingPrice& price) {
  return price.value * (outcomes.cloud_value[i] - outcomes.base_value[i]) - price.cost[i];
}

void check_sizes(std::span<const double> scores, const Outcomes& outcomes, const SendingPrice& price) {
  HYBRID_CHECK(!scores.empty() && outcomes.size() == scores.size() && price.cost.size() == scores.size(),
               "{} scores, {} outcomes, {} costs", scores.size(), outcomes.size(), price.cost.size());
}

}  // namespace

Threshold threshold_for_value(std::span<const double> scores, const Outcomes& outcomes,
                              const SendingPrice& price) {
  check_sizes(scores, outcomes, price);
  const std::size_t n = scores.size();
  const std::vector<std::size_t> by_score = by_descending_score(scores);

  std::size_t best_sent = 0;
  double best = 0, value = 0;
  for (std::size_t sent = 0; sent < n;) {
    const double score = scores[by_score[sent]];
    for (; sent < n && scores[by_score[sent]] == score; ++sent)
      value += net_value_of(by_score[sent], outcomes, price);
    // Gains within rounding error do not count.
    if (value > best + 1e-12 * (1 + std::abs(best))) {
      best = value;
      best_sent = sent;
    }
  }
  const double kept_share = static_cast<double>(n - best_sent) / static_cast<double>(n);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return {.value = best_sent == 0   ? kInfinity
                   : best_sent == n ? -kInfinity
                                    : scores[by_score[best_sent]],
          .target_coverage = kept_share,
          .tuned_coverage = kept_share};
}

double net_value(std::span<const double> scores, const Outcomes& outcomes, const SendingPrice& price,
                 double threshold) {
  check_sizes(scores, outcomes, price);
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i] > threshold) sum += net_value_of(i, outcomes, price);
  return sum / static_cast<double>(scores.size());
}

}  // namespace hybrid::routing
