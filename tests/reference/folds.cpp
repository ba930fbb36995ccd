#include "reference/folds.h"

#include "reference/deferral_curve.h"
#include "reference/threshold.h"

namespace hybrid::reference {

CrossFittedFigures cross_fitted_figures(std::span<const double> tune, std::span<const double> test,
                                        const routing::Outcomes& outcomes, std::span<const std::uint8_t> half,
                                        double coverage) {
  const std::size_t n = half.size();
  CrossFittedFigures sum;
  for (std::size_t i = 0; i < n; ++i) {
    routing::RoutingScores others, same;
    routing::Outcomes of_same;
    for (std::size_t j = 0; j < n; ++j) {
      if (half[j] != half[i]) {
        others.push_back(tune[j]);
      } else {
        same.push_back(test[j]);
        of_same.base_value.push_back(outcomes.base_value[j]);
        of_same.cloud_value.push_back(outcomes.cloud_value[j]);
      }
    }
    const double threshold = routing::threshold_for_coverage(others, coverage).value;
    const bool sent = test[i] > threshold;
    sum.coverage += sent ? 0 : 1;
    sum.accuracy += sent ? outcomes.cloud_value[i] : outcomes.base_value[i];
    // Adds the half's figure once per example, so that halves are weighted by their size.
    sum.matched_accuracy += accuracy_at(same, of_same, coverage);
    // As a tuning example, i is routed by the threshold of its own half.
    routing::RoutingScores own;
    for (std::size_t j = 0; j < n; ++j)
      if (half[j] == half[i]) own.push_back(tune[j]);
    sum.tuned_coverage += tune[i] > routing::threshold_for_coverage(own, coverage).value ? 0 : 1;
  }
  const auto count = static_cast<double>(n);
  return {sum.tuned_coverage / count, sum.coverage / count, sum.accuracy / count,
          sum.matched_accuracy / count};
}

}  // namespace hybrid::reference
