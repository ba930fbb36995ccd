#pragma once
// The classic confidence measures as routing scores. They add no cost on the device beyond the softmax. A new
// measure is one function here and one row in the table of scores.cpp.

#include <string>
#include <string_view>
#include <vector>

#include "predictions/prediction_set.h"
#include "routing/route.h"

namespace hybrid::routing {

/// A score that is computed from the base's outputs alone.
struct ConfidenceMeasure {
  std::string_view name;
  /// Returns why it cannot be computed from this set, or nullptr.
  const char* (*missing)(const predictions::PredictionSet& base);
  RoutingScores (*scores)(const predictions::PredictionSet& base);
};

/// Returns `entropy` (nats), `margin` (1 - (p1 - p2)) and `max_prob` (1 - p1).
const std::vector<ConfidenceMeasure>& confidence_measures();

/// Returns `energy`: -ln sum e^z, the energy score at T = 1 (Liu et al. 2020, Energy-based
/// Out-of-distribution Detection); for logits only. Not a confidence: it depends on the size of the logits,
/// not on their differences.
const ConfidenceMeasure& energy_score();

}  // namespace hybrid::routing
