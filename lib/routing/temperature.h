#pragma once
// Temperature scaling: softmax(z / T) with the T that best calibrates a model's probabilities (Guo et al.
// 2017, On Calibration of Modern Neural Networks). The predicted class does not change, but the order of the
// inputs by confidence may, so confidence measures can route differently. Tested against a golden-section
// search (tests/reference/temperature.h).

#include <cstdint>
#include <span>

#include "predictions/logit_rows.h"
#include "predictions/prediction_set.h"

namespace hybrid::routing {

/// Range of the search; the temperature for logits of any usual scale is well within.
inline constexpr double kMinTemperature = 1e-4;
inline constexpr double kMaxTemperature = 1e4;

/// Returns the temperature with the smallest mean negative log likelihood, -ln softmax(z / T)[label], to six
/// digits. The likelihood is convex in 1/T: Newton steps, kept within the bracket given by the sign of the
/// derivative. Returns 1 if there is no minimum, because the loss decreases towards T = 0 (each label has its
/// row's largest logit) or towards infinity (labels' logits are no larger than those of other classes, as
/// with constant outputs). Requires at least one row, and a label within the classes for each.
double fit_temperature(const predictions::LogitRows& logits, std::span<const std::int32_t> labels);

/// Returns the set with the outputs softmax(z / T): top, entropy and confidence are recomputed, labels and
/// predicted classes kept, and everything else (ids, features, costs, logits) dropped. Requires a set with
/// logits (ReadOptions::keep_logits).
predictions::PredictionSet at_temperature(const predictions::PredictionSet& set, double temperature);

}  // namespace hybrid::routing
