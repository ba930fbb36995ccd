#include "predictions/output_summary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace hybrid::predictions {

namespace {

struct Largest {
  std::array<double, kTopK> values;  // descending; padded with -inf
  std::size_t argmax = 0;
  std::size_t second = 0;
};

Largest find_largest(std::span<const double> row) {
  Largest largest;
  auto& values = largest.values;
  values.fill(-std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] <= values.back()) continue;
    const auto place = std::upper_bound(values.begin(), values.end(), row[i], std::greater<>());
    if (place == values.begin()) largest.second = std::exchange(largest.argmax, i);
    if (place == values.begin() + 1) largest.second = i;
    std::move_backward(place, values.end() - 1, values.end());
    *place = row[i];
  }
  // One value is finite, all others are -inf: the second is the lowest of their indices.
  if (largest.second == largest.argmax && row.size() > 1) largest.second = largest.argmax == 0 ? 1 : 0;
  return largest;
}

}  // namespace

OutputSummary summarize_logits(std::span<const double> logits) {
  const Largest largest = find_largest(logits);
  const double max = largest.values.front();
  // The sums omit the predicted class, whose terms are 1 and 0, so that very small entropies keep their order
  // where 1 + others rounds to 1. entropy = ln Z - (1/Z) sum e^(z - max) (z - max), Z = 1 + others.
  double others = 0;
  double weighted = 0;
  const auto add = [&](std::span<const double> part) {
    for (const double logit : part) {
      const double below = std::max(logit - max, -1e3);  // exp is 0 there; avoids 0 * -inf
      const double e = std::exp(below);
      others += e;
      weighted += e * below;
    }
  };
  add(logits.first(largest.argmax));
  add(logits.subspan(largest.argmax + 1));

  OutputSummary summary;
  summary.predicted = static_cast<std::int32_t>(largest.argmax);
  summary.runner_up = static_cast<std::int32_t>(largest.second);
  const double normaliser = 1 + others;
  summary.log_sum_exp = max + std::log1p(others);
  summary.entropy = std::log1p(others) - weighted / normaliser;
  for (std::size_t i = 0; i < largest.values.size(); ++i)
    summary.top[i] = std::exp(largest.values[i] - max) / normaliser;
  return summary;
}

OutputSummary summarize_probabilities(std::span<const double> probabilities) {
  const Largest largest = find_largest(probabilities);
  OutputSummary summary;
  summary.predicted = static_cast<std::int32_t>(largest.argmax);
  summary.runner_up = static_cast<std::int32_t>(largest.second);
  double entropy = 0;
  for (const double p : probabilities)
    if (p > 0) entropy -= p * std::log(p);
  summary.entropy = std::max(entropy, 0.0);
  for (std::size_t i = 0; i < largest.values.size(); ++i) summary.top[i] = std::max(largest.values[i], 0.0);
  return summary;
}

}  // namespace hybrid::predictions
