#pragma once

#include "core/log.h"
#include "predictions/prediction_set.h"

namespace hybrid::eval {

/// The base's outputs on both parts, rescaled by the temperature that is fitted on the tuning part
/// (routing/temperature.h). The measures `entropy_calibrated`, `margin_calibrated` and `max_prob_calibrated`
/// are computed from them.
struct CalibratedBase {
  double temperature = 1;
  predictions::PredictionSet tune;
  predictions::PredictionSet test;
};

/// Returns why a temperature cannot be fitted to or applied to this set, or nullptr if it can.
const char* calibration_missing(const predictions::PredictionSet& base);

/// Fits the temperature, logs it and applies it. Requires calibration_missing() of both to be nullptr.
CalibratedBase calibrate(const predictions::PredictionSet& tune, const predictions::PredictionSet& test,
                         Logger& log);

}  // namespace hybrid::eval
