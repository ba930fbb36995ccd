#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_set.h"
#include "routing/route.h"

namespace hybrid::test {

/// outcomes_from("1100", "1010"): one digit per example, 1 = right.
inline routing::Outcomes outcomes_from(std::string_view base, std::string_view cloud) {
  HYBRID_CHECK(base.size() == cloud.size(), "{} and {}", base, cloud);
  routing::Outcomes outcomes;
  for (const char c : base) outcomes.base_value.push_back(c == '1' ? 1 : 0);
  for (const char c : cloud) outcomes.cloud_value.push_back(c == '1' ? 1 : 0);
  return outcomes;
}

/// A set with these probabilities, one row per example.
inline predictions::PredictionSet set_with_probabilities(std::vector<std::int32_t> labels,
                                                         const std::vector<std::vector<double>>& rows) {
  predictions::PredictionSet set;
  set.source = "tiny.npz";
  set.labels = std::move(labels);
  predictions::begin_outputs(set, predictions::OutputKind::probabilities, rows.size(), rows.front().size());
  for (const auto& row : rows) predictions::append_outputs(set, predictions::OutputKind::probabilities, row);
  predictions::check_prediction_set(set);
  return set;
}

/// A set that tells classes only and, if given, confidences.
inline predictions::PredictionSet set_without_outputs(std::vector<std::int32_t> labels,
                                                      std::vector<std::int32_t> predicted,
                                                      std::vector<double> confidence = {}) {
  predictions::PredictionSet set;
  set.source = "tiny.csv";
  set.labels = std::move(labels);
  set.predicted = std::move(predicted);
  set.confidence = std::move(confidence);
  predictions::check_prediction_set(set);
  return set;
}

}  // namespace hybrid::test
