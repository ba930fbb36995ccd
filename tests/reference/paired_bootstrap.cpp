#include "reference/paired_bootstrap.h"

#include "eval/deferral_curve.h"

namespace hybrid::reference {

BootstrapAccuracies paired_bootstrap(std::span<const ScoredOutcomes> methods,
                                     std::span<const double> coverages, std::size_t resamples,
                                     SeedTree seed) {
  BootstrapAccuracies result(resamples, methods.size(), coverages.size());
  const std::size_t n = methods.front().scores.size();
  std::vector<std::size_t> drawn(n);
  for (std::size_t r = 0; r < resamples; ++r) {
    Rng rng = seed.at("bootstrap", r).rng();
    for (auto& row : drawn) row = rng.below(n);
    for (std::size_t m = 0; m < methods.size(); ++m) {
      RoutingScores scores;
      Outcomes outcomes;
      for (const auto row : drawn) {
        scores.push_back(methods[m].scores[row]);
        outcomes.base_value.push_back(methods[m].outcomes->base_value[row]);
        outcomes.cloud_value.push_back(methods[m].outcomes->cloud_value[row]);
      }
      const DeferralCurve curve = deferral_curve(scores, outcomes);
      for (std::size_t c = 0; c < coverages.size(); ++c) result.at(r, m, c) = curve.accuracy_at(coverages[c]);
    }
  }
  return result;
}

}  // namespace hybrid::reference
