#pragma once
// The classic confidence measures as routing scores. They cost the device nothing beyond the softmax it has
// anyway. A new measure is one function here and one row in the table of scores.cpp.

#include <string>
#include <string_view>
#include <vector>

#include "predictions/prediction_set.h"
#include "routing/route.h"

namespace hybrid::routing {

/// A score that is computed from the base's outputs alone.
struct ConfidenceMeasure {
  std::string_view name;
  /// Why it cannot be computed from this set, or nullptr.
  const char* (*missing)(const predictions::PredictionSet& base);
  RoutingScores (*scores)(const predictions::PredictionSet& base);
};

/// `entropy` (nats), `margin` (1 - (p1 - p2)), `max_prob` (1 - p1).
const std::vector<ConfidenceMeasure>& confidence_measures();

/// `energy`: -ln sum e^z, the energy score at T = 1 (Liu et al. 2020, Energy-based Out-of-distribution
/// Detection); of logits only. Not a confidence: it looks at how large the logits are, not at how they
/// differ.
const ConfidenceMeasure& energy_score();

}  // namespace hybrid::routing
