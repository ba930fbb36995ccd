#include "eval/paired_folds.h"

#include "core/error.h"
#include "routing/threshold.h"

namespace hybrid::eval {

BootstrapAccuracies paired_bootstrap(std::span<const std::span<const Fold>> methods,
                                     std::span<const double> coverages, std::size_t resamples,
                                     SeedTree seed) {
  BootstrapAccuracies mean(resamples, methods.size(), coverages.size());
  const auto& first = methods.front();
  for (std::size_t f = 0; f < first.size(); ++f) {
    std::vector<ScoredOutcomes> scored;
    for (const auto& folds : methods) scored.push_back({folds[f].test_scores, &folds[f].test});
    mean.add(first[f].weight,
             paired_bootstrap(scored, coverages, resamples, f == 0 ? seed : seed.at("fold", f)));
  }
  return mean;
}

FinalPredictions final_predictions(std::span<const Fold> folds, double coverage) {
  FinalPredictions predictions;
  for (const auto& fold : folds) {
    const double threshold = routing::threshold_for_coverage(fold.test_scores, coverage).value;
    predictions.sent += routing::count_sent(fold.test_scores, threshold);
    predictions.zero_one = predictions.zero_one && routing::is_zero_one(fold.test);
    for (std::size_t i = 0; i < fold.test_scores.size(); ++i)
      predictions.value.push_back(fold.test_scores[i] > threshold ? fold.test.cloud_value[i]
                                                                  : fold.test.base_value[i]);
  }
  return predictions;
}

Discordant discordant(const FinalPredictions& first, const FinalPredictions& second) {
  HYBRID_CHECK(first.value.size() == second.value.size(), "{} predictions and {}", first.value.size(),
               second.value.size());
  Discordant counts;
  for (std::size_t i = 0; i < first.value.size(); ++i) {
    counts.first_better += first.value[i] > second.value[i] ? 1 : 0;
    counts.second_better += second.value[i] > first.value[i] ? 1 : 0;
  }
  return counts;
}

std::optional<double> mcnemar(const FinalPredictions& first, const FinalPredictions& second) {
  if (first.sent != second.sent || !first.zero_one || !second.zero_one) return std::nullopt;
  const Discordant counts = discordant(first, second);
  return stats::mcnemar_exact(counts.first_better, counts.second_better);
}

}  // namespace hybrid::eval
