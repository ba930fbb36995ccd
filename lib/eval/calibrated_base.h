#pragma once

#include "core/log.h"
#include "predictions/prediction_set.h"

namespace hybrid::eval {

/// A base on both parts with the temperature that fits its tuning part (routing/temperature.h): what the
/// measures `entropy_calibrated`, `margin_calibrated` and `max_prob_calibrated` are taken of.
struct CalibratedBase {
  double temperature = 1;
  predictions::PredictionSet tune;
  predictions::PredictionSet test;
};

/// Why a temperature cannot be fitted to or applied to this set, or nullptr.
const char* calibration_missing(const predictions::PredictionSet& base);

/// Requires calibration_missing() of both to be nullptr. Logs the temperature.
CalibratedBase calibrate(const predictions::PredictionSet& tune, const predictions::PredictionSet& test,
                         Logger& log);

}  // namespace hybrid::eval
