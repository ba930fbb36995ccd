#include "routing/router_c.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "routing/auto_router_file.h"
#include "support/temporary_folder.h"
#include "unit/routing/random_pairs.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

AutoRouter fitted(const predictions::PredictionSet& base, const Outcomes& outcomes, double weight) {
  const ConfidenceFeatures features = confidence_features(base);
  AutoRouterFit fit = fit_auto_router(
      features, outcomes, fit_two_head(features, outcomes, random_folds(base.size(), 5, SeedTree(1))));
  fit.model.weight = weight;
  return fit.model;
}

/// Compiles the file as C99 with warnings as errors and asks it about every line of `input`.
std::vector<std::string> answers_of(const std::string& source, const std::string& input,
                                    const std::string& arguments = "") {
  const test::TemporaryFolder folder;
  write_file_atomically(folder / "router.c", source);
  write_file_atomically(folder / "input.txt", input);
  const std::string in = "cd '" + folder.path().string() + "' && ";
  REQUIRE(std::system(
              (in + "cc -std=c99 -O2 -Wall -Wextra -Werror -ffp-contract=off -DHYBRID_ROUTER_MAIN router.c "
                    "-o router -lm")
                  .c_str()) == 0);
  REQUIRE(std::system((in + "./router " + arguments + " < input.txt > output.txt").c_str()) == 0);
  auto lines = split(read_file(folder / "output.txt"), '\n');
  lines.pop_back();
  return lines;
}

void require_same(const std::vector<std::string>& answers, const RoutingScores& scores, double threshold) {
  REQUIRE(answers.size() == scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto words = split(answers[i], ' ');
    CAPTURE(i, answers[i], scores[i]);
    REQUIRE(*parse_double(words.at(0)) == scores[i]);  // to the last bit
    REQUIRE((words.at(1) == "1") == (scores[i] > threshold));
  }
}

std::string text_of(const std::vector<float>& logits) {
  std::string text;
  for (const float z : logits) text += fmt::format("{:.9g} ", z);
  return text;
}

/// Ordinary rows, and rows with ties, huge differences and equal outputs.
std::vector<float> awkward_logits(std::size_t classes) {
  Rng rng(9);
  std::vector<float> logits;
  for (std::size_t i = 0; i < 300; ++i)
    for (std::size_t k = 0; k < classes; ++k)
      logits.push_back(i % 5 == 0   ? static_cast<float>(rng.below(3))
                       : i % 5 == 1 ? static_cast<float>(2000 * rng.normal())
                       : i % 5 == 2 ? 1.0F
                                    : static_cast<float>(4 * rng.normal()));
  return logits;
}

}  // namespace

TEST_CASE("the C file computes the program's very scores from logits, 8-bit logits and probabilities",
          "[routing]") {
  for (const std::size_t classes : {2U, 3U, 12U}) {
    const predictions::PredictionPair pair = test::specialist_pair(300, classes, SeedTree(classes));
    for (const double weight : {0.0, 0.5, 1.0}) {
      const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), weight);
      const double threshold = expected_gain(router, confidence_features(pair.base))[7];
      const std::string source = router_c(router, threshold, "Router of a test.");
      const std::vector<float> logits = awkward_logits(classes);
      const predictions::PredictionSet set =
          predictions::prediction_set_from_logits("odd", std::vector<std::int32_t>(300, 0), logits);
      require_same(answers_of(source, text_of(logits), "logits"),
                   expected_gain(router, confidence_features(set)), threshold);
      if (weight == 0.5) {
        std::vector<float> dequantised;
        std::string codes;
        Rng rng(4);
        for (std::size_t i = 0; i < 100 * classes; ++i) {
          const auto code = static_cast<int>(rng.below(256)) - 128;
          codes += std::to_string(code) + " ";
          dequantised.push_back(static_cast<float>((code - 3) * 0.125));
        }
        const auto quantised =
            predictions::prediction_set_from_logits("int8", std::vector<std::int32_t>(100, 0), dequantised);
        require_same(answers_of(source, codes, "int8 0.125 3"),
                     expected_gain(router, confidence_features(quantised)), threshold);
      }
    }
  }
  const predictions::PredictionPair pair = test::specialist_pair(300, 3, SeedTree(1));
  const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), 0.75);
  const auto set = test::set_with_probabilities(
      {0, 0, 0, 0}, {{1, 0, 0}, {0.25, 0.5, 0.25}, {0, 0, 1}, {0.125, 0.125, 0.75}});
  require_same(
      answers_of(router_c(router, 0.1, "x"), "1 0 0 .25 .5 .25 0 0 1 .125 .125 .75", "probabilities"),
      expected_gain(router, confidence_features(set)), 0.1);
}

TEST_CASE("the C file of a router on classes and confidences, and on classes alone", "[routing]") {
  std::vector<std::int32_t> labels, predicted;
  std::vector<double> confidence, cloud;
  std::string with_confidence, alone;
  Rng rng(5);
  for (int i = 0; i < 200; ++i) {
    labels.push_back(static_cast<std::int32_t>(rng.below(3)));
    predicted.push_back(static_cast<std::int32_t>(rng.below(3)));
    confidence.push_back(i == 0 ? 1 : i == 1 ? 0 : rng.uniform());
    cloud.push_back(predicted.back() == 1 ? 1 : 0);
    with_confidence += fmt::format("{} {:.17g}\n", predicted.back(), confidence.back());
    alone += fmt::format("{}\n", predicted.back());
  }
  for (const double weight : {0.0, 1.0}) {
    const auto sure = test::set_without_outputs(labels, predicted, confidence);
    const AutoRouter router = fitted(sure, {predictions::correct(sure), cloud}, weight);
    require_same(answers_of(router_c(router, 0, "x"), with_confidence),
                 expected_gain(router, confidence_features(sure)), 0);
    const auto bare = test::set_without_outputs(labels, predicted);
    const AutoRouter by_class = fitted(bare, {predictions::correct(bare), cloud}, weight);
    require_same(answers_of(router_c(by_class, 0, "x"), alone),
                 expected_gain(by_class, confidence_features(bare)), 0);
  }
}

TEST_CASE("a router survives its JSON to the last bit", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(200, 4, SeedTree(3));
  const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), 0.5);
  REQUIRE(auto_router_from_json(to_json(router), "auto.json") == router);
}

TEST_CASE("JSON that is no router is refused by its path", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(50, 3, SeedTree(3));
  const std::string good = to_json(fitted(pair.base, test::outcomes_of(pair), 0.5));
  for (const auto& bad : {std::string("{}"), std::string("no"), good.substr(0, good.size() / 2)})
    REQUIRE_THROWS_AS(auto_router_from_json(bad, "auto.json"), DataError);
  std::string shorter = good;
  shorter.replace(shorter.find("\"mean\":["), 8, "\"mean\":[0,");
  REQUIRE_THROWS_WITH(auto_router_from_json(shorter, "auto.json"), Catch::Matchers::Contains("auto.json"));
}
