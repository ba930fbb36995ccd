#pragma once
// Temperature scaling: softmax(z / T) with the one T that makes a model's probabilities fit its labels best
// (Guo et al. 2017, On Calibration of Modern Neural Networks). The predicted class stays; how the confidences
// of two inputs compare does not, so measures of confidence can route differently. Tested against a
// golden-section search (tests/reference/temperature.h).

#include <cstdint>
#include <span>

#include "predictions/logit_rows.h"
#include "predictions/prediction_set.h"

namespace hybrid::routing {

/// Where the best temperature is looked for; logits of any usual scale have theirs well within.
inline constexpr double kLeastTemperature = 1e-4;
inline constexpr double kMostTemperature = 1e4;

/// The temperature of the smallest mean negative log likelihood, -ln softmax(z / T)[label], to six digits.
/// The likelihood is convex in 1/T: Newton's steps, kept between the points that the derivative's sign has
/// excluded. There is no best one, and 1 is returned, where the likelihood only grows towards T = 0 (each
/// label has its row's largest logit) or towards infinity (labels have no larger logits than other classes,
/// as with constant outputs). Requires a label within the classes for each row, and at least one row.
double fit_temperature(const predictions::LogitRows& logits, std::span<const std::int32_t> labels);

/// The set as if the model's outputs were softmax(z / T): top, entropy and confidence anew, the labels and
/// predicted classes as they were. Nothing else (ids, features, costs, logits) is carried over. Requires a
/// set with logits kept (ReadOptions::keep_logits).
predictions::PredictionSet at_temperature(const predictions::PredictionSet& set, double temperature);

}  // namespace hybrid::routing
