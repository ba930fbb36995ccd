#include "routing/two_head.h"

#include <algorithm>

namespace hybrid::routing {

ValueRange value_range(const Outcomes& outcomes) {
  const auto [least_base, most_base] = std::ranges::minmax(outcomes.base_value);
  const auto [least_cloud, most_cloud] = std::ranges::minmax(outcomes.cloud_value);
  const double low = std::min(least_base, least_cloud), high = std::max(most_base, most_cloud);
  return high > low ? ValueRange{low, high - low} : ValueRange{high - 1, 1};
}

std::vector<double> shares_of(std::span<const double> values, const ValueRange& range) {
  std::vector<double> shares;
  for (const double value : values) shares.push_back((value - range.low) / range.size);
  return shares;
}

TwoHeadFit fit_two_head(const ConfidenceFeatures& features, const Outcomes& outcomes,
                        std::span<const std::uint8_t> folds) {
  const ValueRange range = value_range(outcomes);
  const auto head = [&](const std::vector<double>& values) {
    return fit_logistic_router(features, shares_of(values, range), {}, folds);
  };
  LogisticRouterFit base = head(outcomes.base_value), cloud = head(outcomes.cloud_value);
  TwoHeadFit fit{.model = {std::move(base.model), std::move(cloud.model), range.size}};
  for (std::size_t i = 0; i < folds.size(); ++i)
    fit.out_of_fold.push_back(range.size * (sigmoid(cloud.out_of_fold[i]) - sigmoid(base.out_of_fold[i])));
  return fit;
}

RoutingScores expected_gain(const TwoHead& model, const ConfidenceFeatures& features) {
  const auto base = log_odds(model.base, features), cloud = log_odds(model.cloud, features);
  RoutingScores scores;
  for (std::size_t i = 0; i < base.size(); ++i)
    scores.push_back(model.range * (sigmoid(cloud[i]) - sigmoid(base[i])));
  return scores;
}

std::int64_t macs(const TwoHead& model) {
  return macs(model.base) + macs(model.cloud);
}

}  // namespace hybrid::routing
