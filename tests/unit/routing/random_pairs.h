#pragma once

#include <cmath>
#include <vector>

#include "core/seed.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_pair.h"
#include "routing/route.h"

namespace hybrid::test {

/// A base with logits that is right about as often as it is sure, and a cloud that is right with the
/// probability `cloud_right(predicted class)`, whatever the base's confidence: what sending gains depends on
/// the class as well.
template <class CloudRight>
predictions::PredictionPair pair_by_class(std::size_t n, std::size_t classes, CloudRight cloud_right,
                                          SeedTree seed) {
  Rng rng = seed.rng();
  std::vector<std::int32_t> labels, cloud;
  std::vector<float> logits;
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(rng.below(classes));
    std::size_t predicted = 0;
    const std::size_t row = logits.size();
    for (std::size_t k = 0; k < classes; ++k) {
      logits.push_back(
          static_cast<float>(1.5 * rng.normal() + (static_cast<std::int32_t>(k) == label ? 3 : 0)));
      if (logits[row + k] > logits[row + predicted]) predicted = k;
    }
    labels.push_back(label);
    const bool right = rng.uniform() < cloud_right(predicted);
    cloud.push_back(right ? label : (label + 1) % static_cast<std::int32_t>(classes));
  }
  predictions::PredictionPair pair{predictions::prediction_set_from_logits("base", labels, logits), {}};
  pair.cloud.source = "cloud";
  pair.cloud.labels = labels;
  pair.cloud.predicted = cloud;
  return pair;
}

/// The cloud knows the first half of the classes well and the others badly.
inline predictions::PredictionPair specialist_pair(std::size_t n, std::size_t classes, SeedTree seed) {
  return pair_by_class(
      n, classes, [classes](std::size_t predicted) { return predicted < classes / 2 ? 0.98 : 0.5; }, seed);
}

/// The cloud is equally good at everything: nothing is to be learned beyond the base's confidence.
inline predictions::PredictionPair plain_pair(std::size_t n, std::size_t classes, SeedTree seed) {
  return pair_by_class(
      n, classes, [](std::size_t) { return 0.9; }, seed);
}

inline routing::Outcomes outcomes_of(const predictions::PredictionPair& pair) {
  return {predictions::correct(pair.base), predictions::correct(pair.cloud)};
}

}  // namespace hybrid::test
