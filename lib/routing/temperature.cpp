#include "routing/temperature.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"
#include "predictions/output_rows.h"

namespace hybrid::routing {

namespace {

/// Derivatives of the summed negative log likelihood with respect to the inverse temperature.
struct Derivatives {
  double first = 0;
  double second = 0;
};

/// Uses that, with p = softmax(beta z), the first derivative of -ln p[label] with respect to beta is E_p[z] -
/// z[label], and the second Var_p[z]. A logit of -inf is a probability of 0 at every temperature: it adds
/// nothing, and neither does a row whose label has it.
Derivatives derivatives_at(const predictions::LogitRows& logits, std::span<const std::int32_t> labels,
                           double beta) {
  Derivatives sum;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const auto row = logits[i];
    if (std::isinf(row[static_cast<std::size_t>(labels[i])])) continue;
    const double max = *std::ranges::max_element(row);
    double weights = 0, mean = 0, square = 0;
    for (const float z : row) {
      if (std::isinf(z)) continue;
      const double below = z - max;
      const double e = std::exp(beta * below);
      weights += e;
      mean += e * below;
      square += e * below * below;
    }
    mean /= weights;
    sum.first += mean - (row[static_cast<std::size_t>(labels[i])] - max);
    sum.second += square / weights - mean * mean;
  }
  return sum;
}

/// Returns whether the likelihood has its maximum at a temperature between 0 and infinity, by the limits of
/// its derivative there.
bool has_best(const predictions::LogitRows& logits, std::span<const std::int32_t> labels) {
  double below_largest = 0, above_mean = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const auto row = logits[i];
    const double label = row[static_cast<std::size_t>(labels[i])];
    if (std::isinf(label)) continue;
    below_largest += *std::ranges::max_element(row) - label;
    const auto finite = std::ranges::count_if(row, [](float z) { return std::isfinite(z); });
    for (const float z : row)
      if (std::isfinite(z)) above_mean += (label - z) / static_cast<double>(finite);
  }
  return below_largest > 0 && above_mean > 0;
}

}  // namespace

double fit_temperature(const predictions::LogitRows& logits, std::span<const std::int32_t> labels) {
  HYBRID_CHECK(!logits.empty() && logits.size() == labels.size(), "{} rows of logits, {} labels",
               logits.size(), labels.size());
  constexpr double kPrecision = 1e-6;
  constexpr int kMaxSteps = 100;  // bisecting the logarithmic range alone takes 25
  if (!has_best(logits, labels)) return 1;
  double low = 1 / kMaxTemperature, high = 1 / kMinTemperature;
  double beta = 1;
  for (int step = 0; step < kMaxSteps; ++step) {
    const Derivatives at = derivatives_at(logits, labels, beta);
    if (at.first == 0) break;
    (at.first < 0 ? low : high) = beta;
    double next = beta - at.first / at.second;
    if (!(next > low && next < high)) next = std::sqrt(low * high);
    const double change = std::abs(next - beta);
    beta = next;
    if (change <= kPrecision * beta) break;
  }
  return 1 / beta;
}

predictions::PredictionSet at_temperature(const predictions::PredictionSet& set, double temperature) {
  HYBRID_CHECK(set.logits.size() == set.size() && temperature > 0, "{} of {} rows, temperature {}",
               set.logits.size(), set.size(), temperature);
  predictions::PredictionSet scaled{.source = set.source, .labels = set.labels};
  predictions::begin_outputs(scaled, predictions::OutputKind::logits, set.size(),
                             static_cast<std::size_t>(set.classes));
  std::vector<double> row(static_cast<std::size_t>(set.classes));
  for (std::size_t i = 0; i < set.size(); ++i) {
    std::ranges::transform(set.logits[i], row.begin(), [&](float z) { return z / temperature; });
    predictions::append_outputs(scaled, predictions::OutputKind::logits, row);
  }
  scaled.predicted = set.predicted;  // rounding to float32 may have created ties
  return scaled;
}

}  // namespace hybrid::routing
