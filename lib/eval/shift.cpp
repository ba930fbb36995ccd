#include "eval/shift.h"

#include <cmath>

#include "core/error.h"
#include "eval/tuning_part.h"
#include "routing/threshold.h"
#include "stats/two_samples.h"

namespace hybrid::eval {

namespace {

double kept_share(std::span<const double> scores, double threshold) {
  return static_cast<double>(scores.size() - routing::count_sent(scores, threshold)) /
         static_cast<double>(scores.size());
}

double accuracy_at(std::span<const double> scores, const routing::Outcomes& outcomes, double threshold) {
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    sum += scores[i] > threshold ? outcomes.cloud_value[i] : outcomes.base_value[i];
  return sum / static_cast<double>(scores.size());
}

}  // namespace

std::vector<CarriedThreshold> carried_thresholds(const RoutingProblem& problem,
                                                 std::span<const std::string> methods,
                                                 std::span<const double> coverages) {
  HYBRID_CHECK(!problem.cross_fitted(), "the halves of one set have no shift between them");
  std::vector<CarriedThreshold> carried;
  for (const auto& name : methods) {
    const Method& method = problem.method(name);
    const BaseVariant& variant = problem.variant_of(method);
    for (const double target : coverages) {
      const routing::Threshold threshold = coverage_threshold(method.tune, target, method.meaning);
      CarriedThreshold row{.method = name,
                           .target_coverage = target,
                           .tuned_coverage = threshold.tuned_coverage,
                           .coverage = kept_share(method.test, threshold.value),
                           .standard_error = stats::coverage_standard_error(
                               threshold.tuned_coverage, method.tune.size(), method.test.size()),
                           .tune_accuracy = accuracy_at(method.tune, variant.tune, threshold.value),
                           .test_accuracy = accuracy_at(method.test, variant.test, threshold.value)};
      if (row.standard_error > 0) row.deviation = (row.coverage - row.tuned_coverage) / row.standard_error;
      carried.push_back(std::move(row));
    }
  }
  return carried;
}

}  // namespace hybrid::eval
