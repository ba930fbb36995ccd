#include "reference/paired_bootstrap.h"

#include <algorithm>
#include <cmath>

#include "reference/deferral_curve.h"

namespace hybrid::reference {

namespace {

/// Returns the probability with which each example is sent, which is equal for equal scores.
std::vector<double> sent_probabilities(std::span<const double> scores, double coverage) {
  const std::size_t n = scores.size();
  const double to_send = (1 - coverage) * static_cast<double>(n);
  std::vector<double> sent(n);
  for (std::size_t i = 0; i < n; ++i) {
    double above = 0, equal = 0;
    for (const double other : scores) above += other > scores[i], equal += other == scores[i];
    sent[i] = std::min(1.0, std::max(0.0, (to_send - above) / equal));
  }
  return sent;
}

/// Returns every example's contribution to matched accuracy.
std::vector<double> influence(const eval::ScoredOutcomes& method, double coverage) {
  const routing::Outcomes& outcomes = *method.outcomes;
  const double reach = 2 * std::sqrt(coverage * (1 - coverage) / static_cast<double>(outcomes.size()));
  const double low = std::max(0.0, coverage - reach), high = std::min(1.0, coverage + reach);
  double marginal = 0;
  if (low < high)
    marginal = (accuracy_at(method.scores, outcomes, low) - accuracy_at(method.scores, outcomes, high)) /
               (high - low);
  std::vector<double> values = sent_probabilities(method.scores, coverage);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double gain = outcomes.cloud_value[i] - outcomes.base_value[i];
    values[i] = outcomes.base_value[i] + values[i] * gain + (1 - coverage - values[i]) * marginal;
  }
  return values;
}

}  // namespace

eval::BootstrapAccuracies paired_bootstrap(std::span<const eval::ScoredOutcomes> methods,
                                           std::span<const double> coverages, std::size_t resamples,
                                           SeedTree seed) {
  eval::BootstrapAccuracies result(resamples, methods.size(), coverages.size());
  const std::size_t n = methods.front().scores.size();
  for (std::size_t m = 0; m < methods.size(); ++m)
    for (std::size_t c = 0; c < coverages.size(); ++c) {
      const std::vector<double> values = influence(methods[m], coverages[c]);
      for (std::size_t r = 0; r < resamples; ++r) {
        Rng rng = seed.at("bootstrap", r).rng();
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += values[rng.below(n)];
        result.at(r, m, c) = sum / static_cast<double>(n);
      }
    }
  return result;
}

}  // namespace hybrid::reference
