#include "eval/calibrated_base.h"

#include <catch2/catch.hpp>

#include "predictions/output_rows.h"
#include "routing/temperature.h"
#include "unit/core/sink.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

/// Three rows of which two have their label first; `scale` times as sure.
predictions::PredictionSet base(float scale) {
  std::vector<float> logits{3, 1, 0, 0, 2, 1, 2, 0, 1};
  for (float& z : logits) z *= scale;
  return predictions::prediction_set_from_logits("base", {0, 1, 1}, logits, {.keep_logits = true});
}

}  // namespace

TEST_CASE("both parts get the temperature that fits the tuning part", "[eval]") {
  const test::Sink sink;
  Logger log(Verbosity::verbose, sink.file());
  const predictions::PredictionSet tune = base(1), test = base(4);
  const CalibratedBase calibrated = calibrate(tune, test, log);
  REQUIRE(calibrated.temperature == routing::fit_temperature(tune.logits, tune.labels));
  REQUIRE(calibrated.tune == routing::at_temperature(tune, calibrated.temperature));
  REQUIRE(calibrated.test == routing::at_temperature(test, calibrated.temperature));
  REQUIRE_THAT(sink.text(), Contains("fitted on 3 tuning examples"));
}

TEST_CASE("what has no outputs, or too many to keep, cannot be calibrated", "[eval]") {
  predictions::PredictionSet too_large = base(1);
  too_large.logits = {};
  REQUIRE(calibration_missing(base(1)) == nullptr);
  REQUIRE_THAT(calibration_missing(too_large), Contains("kept up to 1 GiB"));
  REQUIRE_THAT(calibration_missing(test::set_without_outputs({0}, {0})),
               Contains("needs the base's logits or probabilities"));
}
