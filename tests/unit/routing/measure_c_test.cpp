#include "routing/measure_c.h"

#include <catch2/catch.hpp>

#include "routing/scores.h"
#include "routing/threshold.h"
#include "unit/routing/compiled_router.h"
#include "unit/routing/random_pairs.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using namespace hybrid::test;

namespace {

RoutingScores scores_of(const std::string& measure, const predictions::PredictionSet& set) {
  return std::ranges::find(confidence_measures(), measure, &ConfidenceMeasure::name)->scores(set);
}

const std::vector<std::string> kNames{"max_prob", "margin", "entropy"};

}  // namespace

TEST_CASE("a measure in C computes the program's very scores from logits", "[routing][measure_c]") {
  for (const std::size_t classes : {2U, 3U, 12U}) {
    const std::vector<float> logits = awkward_logits(classes);
    const auto set =
        predictions::prediction_set_from_logits("odd", std::vector<std::int32_t>(300, 0), logits);
    const auto [codes, dequantised] = test::int8_logits(classes);
    const auto quantised =
        predictions::prediction_set_from_logits("int8", std::vector<std::int32_t>(100, 0), dequantised);
    for (const auto& measure : kNames) {
      CAPTURE(measure, classes);
      const RoutingScores scores = scores_of(measure, set);
      const double threshold = threshold_for_coverage(scores, 0.7).value;
      const Compiled compiled(measure_c({measure, classes}, threshold, "if its score exceeds it", "A test."));
      require_same(compiled.answers(text_of(logits), "logits"), scores, threshold);
      require_same(compiled.answers(codes, "int8-logits 0.125 3"), scores_of(measure, quantised), threshold);
    }
  }
}

TEST_CASE("a measure in C decides on softmax outputs as the program does on the same values",
          "[routing][measure_c]") {
  for (const std::size_t classes : {2U, 10U}) {
    const Softmax8 outputs = softmax8(400, classes, SeedTree(classes).at("softmax"));
    const predictions::PredictionSet set = dequantised(outputs, classes);
    for (const auto& measure : kNames) {
      CAPTURE(measure, classes);
      const RoutingScores scores = scores_of(measure, set);
      const double threshold = threshold_for_coverage(scores, 0.7).value;
      const Compiled compiled(measure_c({measure, classes}, threshold, "if its score exceeds it", "A test."));
      require_same(compiled.answers(outputs.text(), "int8-probabilities 0.00390625 -128"), scores, threshold);
    }
  }
  const auto set =
      set_with_probabilities({0, 0, 0, 0}, {{1, 0, 0}, {0.25, 0.5, 0.25}, {0, 0, 1}, {0.125, 0.125, 0.75}});
  for (const auto& measure : kNames)
    require_same(answers_of(measure_c({measure, 3}, 0.25, "if", "x"), "1 0 0 .25 .5 .25 0 0 1 .125 .125 .75",
                            "probabilities"),
                 scores_of(measure, set), 0.25);
}

TEST_CASE("max_prob in C on a confidence alone", "[routing][measure_c]") {
  std::vector<std::int32_t> labels, predicted;
  std::vector<double> confidence;
  std::string input;
  Rng rng(5);
  for (int i = 0; i < 200; ++i) {
    labels.push_back(static_cast<std::int32_t>(rng.below(3)));
    predicted.push_back(static_cast<std::int32_t>(rng.below(3)));
    confidence.push_back(i == 0 ? 1 : i == 1 ? 0 : static_cast<double>(static_cast<float>(rng.uniform())));
    input += fmt::format("{} {:.17g}\n", predicted.back(), confidence.back());
  }
  const auto set = set_without_outputs(labels, predicted, confidence);
  require_same(answers_of(measure_c({"max_prob", 0}, 0.4, "if", "x"), input), scores_of("max_prob", set),
               0.4);
}

TEST_CASE("a measure in C in float decides as the program does, but within its rounding",
          "[routing][measure_c]") {
  for (const std::size_t classes : {2U, 10U, 100U}) {
    const std::vector<float> logits = awkward_logits(classes);
    const auto set =
        predictions::prediction_set_from_logits("odd", std::vector<std::int32_t>(300, 0), logits);
    for (const auto& measure : kNames) {
      CAPTURE(measure, classes);
      const MeasureRouter router{measure, classes};
      const RoutingScores scores = scores_of(measure, set);
      const double threshold = threshold_for_coverage(scores, 0.7).value;
      const Compiled compiled(measure_c(router, threshold, "if", "x"), kFloat);
      differing_in_float(compiled.answers(text_of(logits), "logits"), scores, threshold, float_error(router));
    }
  }
}

TEST_CASE("a measure in C sends everything or nothing at an infinite threshold, and says its rule",
          "[routing][measure_c]") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const RouterC all = measure_c({"max_prob", 2}, -kInfinity, "always", "x */ y");
  REQUIRE(answers_of(all, "1 0 0 1", "logits").at(1).ends_with(" 1"));
  REQUIRE(answers_of(measure_c({"entropy", 2}, kInfinity, "never", "x"), "1 0 0 1", "logits")
              .at(0)
              .ends_with(" 0"));
  REQUIRE(all.source.find("Returns 1 to send an input to the cloud: always.") != std::string::npos);
  REQUIRE(all.source.find("x * / y") != std::string::npos);
  REQUIRE_FALSE(is_c_measure("energy"));
  REQUIRE_FALSE(is_c_measure("max_prob_calibrated"));
}
