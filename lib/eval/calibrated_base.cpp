#include "eval/calibrated_base.h"

#include "routing/temperature.h"

namespace hybrid::eval {

const char* calibration_missing(const predictions::PredictionSet& base) {
  if (!base.has_outputs()) return "needs the base's logits or probabilities";
  return base.logits.empty() ? "needs all of the base's outputs in memory, which are kept up to 1 GiB; "
                               "evaluate fewer examples, or give logits that are divided by a temperature "
                               "already"
                             : nullptr;
}

CalibratedBase calibrate(const predictions::PredictionSet& tune, const predictions::PredictionSet& test,
                         Logger& log) {
  const double temperature = routing::fit_temperature(tune.logits, tune.labels);
  log.detail("calibrated measures: temperature {:.4g}, fitted on {} tuning examples", temperature,
             tune.size());
  return {temperature, routing::at_temperature(tune, temperature),
          routing::at_temperature(test, temperature)};
}

}  // namespace hybrid::eval
