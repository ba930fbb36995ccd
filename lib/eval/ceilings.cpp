#include "eval/ceilings.h"

#include <algorithm>

namespace hybrid {

double paper_upper_bound(double base_accuracy, double cloud_accuracy, double coverage) {
  if (base_accuracy >= 1) return std::min(base_accuracy, cloud_accuracy);
  const double slope = (cloud_accuracy - base_accuracy) / (1 - base_accuracy);
  return std::min(slope * (1 - coverage) + base_accuracy, cloud_accuracy);
}

double ceiling_at_most(const OutcomeShares& shares, double coverage) {
  return shares.base_accuracy + std::min(1 - coverage, shares.helpful);
}

double ceiling_exactly(const OutcomeShares& shares, double coverage) {
  const double sent = 1 - coverage;
  return shares.base_accuracy + std::min(sent, shares.helpful) - std::max(0.0, sent - (1 - shares.harmful));
}

}  // namespace hybrid
