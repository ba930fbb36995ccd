#include "audit/label_noise.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "stats/intervals.h"

namespace hybrid::audit {

namespace {

/// Returns t_k of each class that the model predicts correctly at least once.
std::map<std::int32_t, double> class_thresholds(const predictions::PredictionSet& set) {
  std::map<std::int32_t, std::pair<double, double>> sums;
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set.predicted[i] == set.labels[i]) {
      auto& [sum, n] = sums[set.labels[i]];
      sum += set.confidence[i];
      n += 1;
    }
  std::map<std::int32_t, double> thresholds;
  for (const auto& [k, sum_and_n] : sums) thresholds[k] = sum_and_n.first / sum_and_n.second;
  return thresholds;
}

/// Returns, for each example, whether the model is confident in its prediction: [n].
std::vector<bool> confident_predictions(const predictions::PredictionSet& set) {
  if (set.confidence.empty()) return std::vector<bool>(set.size(), true);
  const auto thresholds = class_thresholds(set);
  std::vector<bool> is_confident(set.size());
  for (std::size_t i = 0; i < set.size(); ++i) {
    const auto threshold = thresholds.find(set.predicted[i]);
    is_confident[i] = threshold != thresholds.end() && set.confidence[i] >= threshold->second;
  }
  return is_confident;
}

double higher_confidence(const predictions::PredictionPair& pair, std::size_t row) {
  double highest = 0;
  for (const auto* set : {&pair.base, &pair.cloud})
    if (!set->confidence.empty()) highest = std::max(highest, set->confidence[row]);
  return highest;
}

}  // namespace

std::optional<LabelNoise> find_label_noise(const predictions::PredictionPair& pair) {
  if (pair.base.confidence.empty() && pair.cloud.confidence.empty()) return std::nullopt;
  const auto base_confident = confident_predictions(pair.base),
             cloud_confident = confident_predictions(pair.cloud);
  LabelNoise noise;
  for (std::size_t i = 0; i < pair.size(); ++i) {
    if (!base_confident[i] || !cloud_confident[i] || pair.base.predicted[i] != pair.cloud.predicted[i])
      continue;
    ++noise.agreed;
    noise.admitted += 1 - higher_confidence(pair, i);
    if (pair.base.predicted[i] != pair.base.labels[i]) noise.suspicious.push_back(i);
  }
  if (noise.agreed == 0) return noise;
  std::ranges::stable_sort(noise.suspicious, std::ranges::greater{},
                           [&](std::size_t row) { return higher_confidence(pair, row); });
  const auto agreed = static_cast<double>(noise.agreed);
  const double wrong_lower_bound =
      stats::wilson(static_cast<double>(noise.suspicious.size()), agreed).low * agreed;
  noise.at_least = std::max(0.0, wrong_lower_bound - noise.admitted) / static_cast<double>(pair.size());
  return noise;
}

}  // namespace hybrid::audit
