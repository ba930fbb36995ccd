#include "reference/temperature.h"

#include <algorithm>
#include <cmath>

namespace hybrid::reference {

double negative_log_likelihood(const predictions::LogitRows& logits, std::span<const std::int32_t> labels,
                               double temperature) {
  long double total = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const auto row = logits[i];
    const long double max = *std::ranges::max_element(row);
    long double sum = 0;
    for (const float z : row) sum += std::exp((z - max) / temperature);
    total += std::log(sum) - (row[static_cast<std::size_t>(labels[i])] - max) / temperature;
  }
  return static_cast<double>(total / static_cast<long double>(logits.size()));
}

double best_temperature(const predictions::LogitRows& logits, std::span<const std::int32_t> labels) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(1e-4), high = std::log(1e4);
  while (high - low > 1e-9) {
    const double a = high - ratio * (high - low), b = low + ratio * (high - low);
    const auto loss = [&](double log_t) { return negative_log_likelihood(logits, labels, std::exp(log_t)); };
    (loss(a) < loss(b) ? high : low) = loss(a) < loss(b) ? b : a;
  }
  return std::exp((low + high) / 2);
}

}  // namespace hybrid::reference
