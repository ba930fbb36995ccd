#include "routing/temperature.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/seed.h"
#include "predictions/output_rows.h"
#include "reference/temperature.h"
#include "routing/scores.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

constexpr std::size_t kClasses = 5;

/// Logits times `scale` whose labels were drawn from softmax(logits / temperature): that temperature times
/// `scale` is the truth.
predictions::PredictionSet drawn_set(std::size_t n, double temperature, double scale = 1) {
  Rng rng(3);
  std::vector<std::int32_t> labels;
  std::vector<float> logits;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> weights;
    double total = 0;
    for (std::size_t c = 0; c < kClasses; ++c) {
      const double z = 4 * rng.normal();
      logits.push_back(static_cast<float>(scale * z));
      weights.push_back(std::exp(z / temperature));
      total += weights.back();
    }
    double u = rng.uniform() * total;
    std::int32_t label = 0;
    while (label + 1 < std::int32_t{kClasses} && u >= weights[static_cast<std::size_t>(label)])
      u -= weights[static_cast<std::size_t>(label++)];
    labels.push_back(label);
  }
  return predictions::prediction_set_from_logits("drawn", std::move(labels), logits, {.keep_logits = true});
}

predictions::PredictionSet set_of(std::vector<std::int32_t> labels, const std::vector<float>& logits) {
  return predictions::prediction_set_from_logits("set", std::move(labels), logits, {.keep_logits = true});
}

double fitted(const predictions::PredictionSet& set) {
  return fit_temperature(set.logits, set.labels);
}

}  // namespace

TEST_CASE("the temperature is the one a golden-section search finds", "[routing]") {
  for (const double temperature : {0.3, 1.0, 2.5})
    for (const double scale : {0.02, 1.0, 50.0})
      for (const std::size_t n : {100U, 300U}) {
        const predictions::PredictionSet set = drawn_set(n, temperature, scale);
        CAPTURE(temperature, scale, n);
        REQUIRE(fitted(set) == Approx(reference::best_temperature(set.logits, set.labels)).epsilon(1e-5));
      }
}

TEST_CASE("the temperature that the labels were drawn with is found", "[routing]") {
  for (const double temperature : {0.5, 1.0, 3.0})
    REQUIRE(fitted(drawn_set(20'000, temperature)) == Approx(temperature).epsilon(0.03));
}

TEST_CASE("where no temperature is the best the outputs stay as they are", "[routing]") {
  REQUIRE(fitted(set_of({0, 1}, {2, 1, 0, 0, 3, 1})) == 1);  // every answer right: the lower the better
  REQUIRE(fitted(set_of({2, 0}, {2, 1, 0, 0, 3, 1})) == 1);  // every label last: the higher the better
  REQUIRE(fitted(set_of({0, 1}, {1, 1, 1, 1})) == 1);        // constant
}

TEST_CASE("a best temperature out of bounds is the nearest bound", "[routing]") {
  const std::vector<float> tiny{2e-9F, 0, 2e-9F, 0, 2e-9F, 0};
  REQUIRE(fitted(set_of({0, 0, 1}, tiny)) == Approx(kMinTemperature).epsilon(1e-4));
  const std::vector<float> huge{3e38F, -3e38F, 3e38F, -3e38F, 3e38F, -3e38F};
  REQUIRE(fitted(set_of({0, 0, 1}, huge)) == Approx(kMaxTemperature).epsilon(1e-4));
}

TEST_CASE("two of three answers right make a two-class model two thirds sure", "[routing]") {
  const predictions::PredictionSet set = set_of({0, 0, 1}, {1, 0, 1, 0, 1, 0});
  REQUIRE(fitted(set) == Approx(1 / std::log(2.0)).epsilon(1e-6));
  REQUIRE(at_temperature(set, fitted(set)).confidence[0] == Approx(2.0 / 3).epsilon(1e-6));
}

TEST_CASE("at temperature 1 a set's outputs are what they were", "[routing]") {
  const predictions::PredictionSet set = drawn_set(50, 1), same = at_temperature(set, 1);
  REQUIRE(same.predicted == set.predicted);
  REQUIRE(same.top == set.top);
  REQUIRE(same.entropy == set.entropy);
  REQUIRE(same.confidence == set.confidence);
  REQUIRE(same.labels == set.labels);
}

TEST_CASE("at another temperature they are those of the divided logits", "[routing]") {
  const predictions::PredictionSet set = set_of({0, 1}, {4, 2, 0, -2, 6, 8});
  const predictions::PredictionSet halved = set_of({0, 1}, {2, 1, 0, -1, 3, 4});
  const predictions::PredictionSet scaled = at_temperature(set, 2);
  REQUIRE(scaled.predicted == set.predicted);
  REQUIRE(scaled.top == halved.top);
  REQUIRE(scaled.entropy == halved.entropy);
}

TEST_CASE("temperature changes which of two inputs is the surer", "[routing]") {
  // Close to one rival, or to many that are further away.
  const predictions::PredictionSet set = set_of({0, 0}, {2, 1.2F, -9, -9, -9, 2, 0.8F, 0.8F, 0.8F, 0.8F});
  const auto surer = [](const predictions::PredictionSet& s) { return s.confidence[0] > s.confidence[1]; };
  REQUIRE(surer(at_temperature(set, 1)));
  REQUIRE_FALSE(surer(at_temperature(set, 0.2)));
}

TEST_CASE("classes with a logit of -inf and rows whose label has it count for nothing", "[routing]") {
  const predictions::PredictionSet set = drawn_set(200, 2.5);
  std::vector<float> wide;
  std::vector<std::int32_t> labels = set.labels;
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (const float z : set.logits[i]) wide.push_back(z);
    wide.push_back(-INFINITY);
  }
  labels.push_back(kClasses);  // impossible
  wide.insert(wide.end(), {0, 1, 2, 3, 4, -INFINITY});
  const predictions::PredictionSet masked = set_of(labels, wide);
  REQUIRE(fitted(masked) == Approx(fitted(set)).epsilon(1e-9));
  const predictions::PredictionSet scaled = at_temperature(masked, 2), expected = at_temperature(set, 2);
  for (std::size_t i = 0; i < set.size(); ++i) {
    REQUIRE(scaled.entropy[i] == Approx(expected.entropy[i]));
    REQUIRE(scaled.confidence[i] == Approx(expected.confidence[i]));
  }
}
