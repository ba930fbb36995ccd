#include "reference/deferral_curve.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hybrid::reference {

double accuracy_at(std::span<const double> scores, const routing::Outcomes& outcomes, double coverage) {
  const auto n = static_cast<double>(scores.size());
  const double to_send = (1 - coverage) * n;
  double right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double above = 0, equal = 0;
    for (const double other : scores) {
      above += other > scores[i] ? 1 : 0;
      equal += other == scores[i] ? 1 : 0;
    }
    const double p_sent = std::clamp((to_send - above) / equal, 0.0, 1.0);
    right += p_sent * outcomes.cloud_value[i] + (1 - p_sent) * outcomes.base_value[i];
  }
  return right / n;
}

namespace {

/// Returns the mean accuracy over all orders with exactly `sent` examples sent.
double mean_accuracy(std::span<const double> scores, const routing::Outcomes& outcomes, std::size_t sent) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double right = 0, orders = 0;
  do {
    auto ranked = order;
    std::ranges::stable_sort(ranked, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    for (std::size_t i = 0; i < ranked.size(); ++i)
      right += i < sent ? outcomes.cloud_value[ranked[i]] : outcomes.base_value[ranked[i]];
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  return right / orders / static_cast<double>(scores.size());
}

}  // namespace

double accuracy_over_all_orders(std::span<const double> scores, const routing::Outcomes& outcomes,
                                double coverage) {
  const double to_send = (1 - coverage) * static_cast<double>(scores.size());
  const double fewer = std::floor(to_send);
  const double part = to_send - fewer;
  const auto whole = static_cast<std::size_t>(fewer);
  const double low = mean_accuracy(scores, outcomes, whole);
  return part == 0 ? low : (1 - part) * low + part * mean_accuracy(scores, outcomes, whole + 1);
}

double area(std::span<const double> scores, const routing::Outcomes& outcomes) {
  const std::size_t n = scores.size();
  double sum = 0;
  for (std::size_t sent = 0; sent <= n; ++sent) {
    const double accuracy =
        accuracy_at(scores, outcomes, 1 - static_cast<double>(sent) / static_cast<double>(n));
    sum += sent == 0 || sent == n ? accuracy / 2 : accuracy;
  }
  return sum / static_cast<double>(n);
}

}  // namespace hybrid::reference
