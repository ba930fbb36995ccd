#include "eval/router_metrics.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/error.h"

namespace hybrid::eval {

RouterMetrics router_metrics(std::span<const double> scores, std::span<const double> send_probability,
                             const routing::Outcomes& outcomes) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  const auto labels = routing::oracle(outcomes);
  std::vector<std::size_t> by_score(n);
  std::iota(by_score.begin(), by_score.end(), std::size_t{0});
  std::ranges::sort(by_score, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  const auto positives = static_cast<double>(std::ranges::count(labels, routing::Route::cloud));
  const double negatives = static_cast<double>(n) - positives;

  double true_positives = 0, false_positives = 0, pairs_won = 0, precision_sum = 0;
  for (std::size_t i = 0; i < n;) {
    double group_positives = 0, group_negatives = 0;
    for (const double score = scores[by_score[i]]; i < n && scores[by_score[i]] == score; ++i)
      (labels[by_score[i]] == routing::Route::cloud ? group_positives : group_negatives) += 1;
    pairs_won += group_negatives * (true_positives + group_positives / 2);
    true_positives += group_positives;
    false_positives += group_negatives;
    precision_sum += group_positives * true_positives / (true_positives + false_positives);
  }

  RouterMetrics metrics;
  if (positives > 0 && negatives > 0) metrics.auroc = pairs_won / (positives * negatives);
  if (positives > 0) metrics.average_precision = precision_sum / positives;
  if (!send_probability.empty()) {
    double squared = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double error = send_probability[i] - (labels[i] == routing::Route::cloud ? 1 : 0);
      squared += error * error;
    }
    metrics.brier = squared / static_cast<double>(n);
  }
  return metrics;
}

}  // namespace hybrid::eval
