#pragma once

#include <algorithm>
#include <cmath>

#include "core/seed.h"
#include "predictions/output_rows.h"
#include "routing/features.h"

namespace hybrid::test {

/// The paper's features, in their compact form, of `n` random answers over k classes, from sure to unsure.
inline routing::CompactFeatures random_compact(std::size_t n, std::size_t k, Rng& rng) {
  routing::Matrix compact(n, 1 + k);
  for (std::size_t r = 0; r < n; ++r) {
    const auto row = compact.row(r);
    const double sharpness = rng.uniform(0.2, 4);
    double sum = 0;
    for (std::size_t i = 1; i <= k; ++i) sum += row[i] = std::exp(sharpness * rng.normal());
    for (std::size_t i = 1; i <= k; ++i) row[0] -= (row[i] /= sum) * std::log(row[i]);
    std::ranges::sort(row.subspan(1), std::ranges::greater{});
  }
  return {{.top_k = k}, std::move(compact)};
}

/// Features of `n` random answers over that many classes, made the way a router gets them. The predicted
/// class is independent of the rest.
inline routing::CompactFeatures random_answers(std::size_t n, int classes, config::RouterFeatures features,
                                               Rng& rng) {
  std::vector<float> logits;
  for (std::size_t i = 0; i < n; ++i) {
    const double sharpness = rng.uniform(0.2, 4);
    for (int c = 0; c < classes; ++c) logits.push_back(static_cast<float>(sharpness * rng.normal()));
  }
  const predictions::PredictionSet set =
      predictions::prediction_set_from_logits("random", std::vector<std::int32_t>(n), logits);
  return routing::compact_features(set, features, config::PairFeatures::difference);
}

}  // namespace hybrid::test
