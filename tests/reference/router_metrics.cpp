#include "reference/router_metrics.h"

namespace hybrid::reference {

namespace {

bool is_helpful(const routing::Outcomes& outcomes, std::size_t i) {
  return outcomes.base_value[i] == 0 && outcomes.cloud_value[i] == 1;
}

}  // namespace

std::optional<double> auroc(std::span<const double> scores, const routing::Outcomes& outcomes) {
  double won = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (!is_helpful(outcomes, i) || is_helpful(outcomes, j)) continue;
      ++pairs;
      won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  if (pairs == 0) return {};
  return won / pairs;
}

std::optional<double> average_precision(std::span<const double> scores, const routing::Outcomes& outcomes) {
  double sum = 0, positives = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!is_helpful(outcomes, i)) continue;
    double sent = 0, hits = 0;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (scores[j] < scores[i]) continue;
      ++sent;
      hits += is_helpful(outcomes, j) ? 1 : 0;
    }
    sum += hits / sent;
    ++positives;
  }
  if (positives == 0) return {};
  return sum / positives;
}

}  // namespace hybrid::reference
