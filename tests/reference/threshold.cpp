#include "reference/threshold.h"

#include <limits>
#include <vector>

namespace hybrid::reference {

namespace {

std::vector<double> candidates(std::span<const double> scores) {
  std::vector<double> all(scores.begin(), scores.end());
  all.push_back(-std::numeric_limits<double>::infinity());
  return all;
}

double kept_share(std::span<const double> scores, double threshold) {
  double kept = 0;
  for (const double s : scores) kept += s > threshold ? 0 : 1;
  return kept / static_cast<double>(scores.size());
}

double accuracy_of(std::span<const double> scores, const routing::Outcomes& outcomes, double threshold) {
  double right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    right += scores[i] > threshold ? outcomes.cloud_value[i] : outcomes.base_value[i];
  return right / static_cast<double>(scores.size());
}

}  // namespace

routing::Threshold threshold_for_coverage(std::span<const double> scores, double coverage) {
  routing::Threshold best{.value = std::numeric_limits<double>::infinity(), .target_coverage = coverage};
  for (const double t : candidates(scores))
    if (kept_share(scores, t) >= coverage - 1e-9 && t < best.value) {
      best.value = t;
      best.tuned_coverage = kept_share(scores, t);
    }
  return best;
}

std::optional<routing::Threshold> threshold_for_accuracy(std::span<const double> scores,
                                                         const routing::Outcomes& outcomes, double accuracy) {
  std::optional<routing::Threshold> best;
  for (const double t : candidates(scores)) {
    const double kept = kept_share(scores, t);
    if (accuracy_of(scores, outcomes, t) >= accuracy - 1e-9 && (!best || kept > best->tuned_coverage))
      best = routing::Threshold{.value = t, .target_coverage = kept, .tuned_coverage = kept};
  }
  return best;
}

}  // namespace hybrid::reference
