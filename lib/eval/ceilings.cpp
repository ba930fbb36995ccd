#include "eval/ceilings.h"

#include <algorithm>

namespace hybrid::eval {

double paper_upper_bound(double base_accuracy, double cloud_accuracy, double coverage) {
  if (base_accuracy >= 1) return std::min(base_accuracy, cloud_accuracy);
  const double slope = (cloud_accuracy - base_accuracy) / (1 - base_accuracy);
  return std::min(slope * (1 - coverage) + base_accuracy, cloud_accuracy);
}

std::optional<double> paper_upper_bound(const RoutingProblem& problem, double coverage) {
  if (!problem.accuracy.best_is_one()) return std::nullopt;
  const routing::OutcomeShares share = routing::shares(problem.variants.front().test);
  return paper_upper_bound(share.base_accuracy, share.cloud_accuracy, coverage);
}

routing::RoutingScores gains(const routing::Outcomes& outcomes) {
  routing::RoutingScores gain(outcomes.size());
  for (std::size_t i = 0; i < gain.size(); ++i) gain[i] = outcomes.cloud_value[i] - outcomes.base_value[i];
  return gain;
}

DeferralCurve oracle_curve(const routing::Outcomes& outcomes) {
  return deferral_curve(gains(outcomes), outcomes);
}

double coverage_of_all_help(const DeferralCurve& oracle) {
  // The threshold of a cut is the next gain.
  const auto last = std::ranges::find_if(oracle.cuts, [](const Cut& cut) { return cut.threshold <= 0; });
  return 1 - static_cast<double>(last->sent) / static_cast<double>(oracle.n);
}

double ceiling_at_most(const DeferralCurve& oracle, double coverage) {
  return oracle.accuracy_at(std::max(coverage, coverage_of_all_help(oracle)));
}

double ceiling_exactly(const DeferralCurve& oracle, double coverage) {
  return oracle.accuracy_at(coverage);
}

}  // namespace hybrid::eval
