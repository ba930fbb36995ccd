#include "routing/router_c.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "routing/auto_router_file.h"
#include "routing/threshold.h"
#include "support/temporary_folder.h"
#include "unit/routing/compiled_router.h"
#include "unit/routing/random_pairs.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using namespace hybrid::test;

namespace {

AutoRouter fitted(const predictions::PredictionSet& base, const Outcomes& outcomes, double weight) {
  const ConfidenceFeatures features = confidence_features(base);
  AutoRouterFit fit = fit_auto_router(
      features, outcomes, fit_two_head(features, outcomes, random_folds(base.size(), 5, SeedTree(1))));
  fit.model.weight = weight;
  return fit.model;
}

}  // namespace

TEST_CASE("the C file computes the program's very scores from logits, 8-bit logits and probabilities",
          "[routing]") {
  for (const std::size_t classes : {2U, 3U, 12U}) {
    const predictions::PredictionPair pair = test::specialist_pair(300, classes, SeedTree(classes));
    for (const double weight : {0.0, 0.5, 1.0}) {
      const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), weight);
      const double threshold = expected_gain(router, confidence_features(pair.base))[7];
      const RouterC source = router_c(router, threshold, "Router of a test.");
      const std::vector<float> logits = awkward_logits(classes);
      const predictions::PredictionSet set =
          predictions::prediction_set_from_logits("odd", std::vector<std::int32_t>(300, 0), logits);
      require_same(answers_of(source, text_of(logits), "logits"),
                   expected_gain(router, confidence_features(set)), threshold);
      if (weight == 0.5) {
        const auto [codes, dequantised] = test::int8_logits(classes);
        const auto quantised =
            predictions::prediction_set_from_logits("int8", std::vector<std::int32_t>(100, 0), dequantised);
        require_same(answers_of(source, codes, "int8-logits 0.125 3"),
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
    confidence.push_back(i == 0 ? 1 : i == 1 ? 0 : static_cast<double>(static_cast<float>(rng.uniform())));
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

TEST_CASE("the C file decides on softmax outputs as the program does on the same values", "[routing]") {
  for (const std::size_t classes : {2U, 3U, 10U}) {
    const predictions::PredictionPair pair = test::specialist_pair(300, classes, SeedTree(classes));
    const Softmax8 outputs = softmax8(400, classes, SeedTree(classes).at("softmax"));
    const predictions::PredictionSet set = dequantised(outputs, classes);
    std::vector<double> rounded;  // to 2 digits
    std::string rounded_text;
    for (const int code : outputs.codes) {
      rounded.push_back(static_cast<double>(static_cast<float>(std::round((code + 128) / 2.56) / 100)));
      rounded_text += fmt::format("{:.9g} ", rounded.back());
    }
    const predictions::PredictionSet rounded_set = probability_set(rounded, classes);
    for (const double weight : {0.0, 0.5}) {
      const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), weight);
      const RoutingScores scores = expected_gain(router, confidence_features(set));
      const double threshold = threshold_for_coverage(scores, 0.7).value;
      const Compiled compiled(router_c(router, threshold, "Router of a test."));
      require_same(compiled.answers(outputs.text(), "int8-probabilities 0.00390625 -128"), scores, threshold);
      require_same(compiled.answers(rounded_text, "probabilities"),
                   expected_gain(router, confidence_features(rounded_set)), threshold);
    }
  }
}

TEST_CASE("the C file in float decides as the program does, but within its rounding", "[routing]") {
  for (const std::size_t classes : {2U, 10U}) {
    const predictions::PredictionPair pair = test::specialist_pair(500, classes, SeedTree(classes));
    const Softmax8 outputs = softmax8(1000, classes, SeedTree(classes).at("softmax"));
    const std::vector<float> logits = awkward_logits(classes);
    const auto awkward =
        predictions::prediction_set_from_logits("odd", std::vector<std::int32_t>(300, 0), logits);
    for (const double weight : {0.0, 0.5, 1.0}) {
      const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), weight);
      const double error = float_error(router);
      CAPTURE(classes, weight, error);
      REQUIRE(error < 1e-4);
      const RoutingScores scores = expected_gain(router, confidence_features(dequantised(outputs, classes)));
      for (const double coverage : {0.5, 0.8}) {
        const double threshold = threshold_for_coverage(scores, coverage).value;
        const Compiled compiled(router_c(router, threshold, "Router of a test."), kFloat);
        REQUIRE(differing_in_float(compiled.answers(outputs.text(), "int8-probabilities 0.00390625 -128"),
                                   scores, threshold, error) == 0);
        differing_in_float(compiled.answers(text_of(logits), "logits"),
                           expected_gain(router, confidence_features(awkward)), threshold, error);
      }
    }
  }
}

TEST_CASE("a Cortex-M4F computes the router without double", "[routing]") {
  if (std::system("command -v arm-none-eabi-gcc > /dev/null 2>&1") != 0) return;
  const predictions::PredictionPair pair = test::specialist_pair(100, 3, SeedTree(3));
  for (const double weight : {0.0, 0.5}) {
    const test::TemporaryFolder folder;
    const RouterC files = router_c(fitted(pair.base, test::outcomes_of(pair), weight), 0.1, "x");
    write_file_atomically(folder / "router.c", files.source);
    write_file_atomically(folder / "router.h", files.header);
    REQUIRE(succeeds(folder, fmt::format("arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard "
                                         "-mfpu=fpv4-sp-d16 {} -Wmissing-prototypes -c router.c",
                                         kWarnings)));
    REQUIRE(succeeds(folder, "arm-none-eabi-nm router.o > symbols.txt"));
    const std::string symbols = read_file(folder / "symbols.txt");
    REQUIRE_THAT(symbols, Catch::Matchers::Contains("expf") &&
                              Catch::Matchers::Contains("hybrid_send_int8_probabilities"));
    REQUIRE_THAT(symbols, !Catch::Matchers::Contains("__aeabi_d") && !Catch::Matchers::Contains("2d"));
  }
}

TEST_CASE("the functions have the given prefix, and the header serves C and C++", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(100, 3, SeedTree(3));
  const RouterC files = router_c(fitted(pair.base, test::outcomes_of(pair), 0.5), 0.1, "x",
                                 {.prefix = "keyword2", .header = "kw.h"});
  const test::TemporaryFolder folder;
  write_file_atomically(folder / "kw.c", files.source);
  write_file_atomically(folder / "kw.h", files.header);
  write_file_atomically(folder / "main.cpp",
                        "#include \"kw.h\"\n#include \"kw.h\"\n"
                        "int main() {\n  const int8_t softmax[KEYWORD2_CLASSES] = {127, -128, -128};\n"
                        "  const float logits[3] = {0, 0, 0};\n"
                        "  return keyword2_send_int8_probabilities(softmax, 0.00390625f, -128) + "
                        "2 * keyword2_send_logits(logits);\n}\n");
  REQUIRE(succeeds(folder, fmt::format("cc {} -Wmissing-prototypes -c kw.c", kWarnings)));
  REQUIRE(succeeds(folder, "c++ -Wall -Wextra -Werror main.cpp kw.o -lm -o main"));
  REQUIRE(files.source.find("hybrid_") == std::string::npos);
  REQUIRE_THAT(files.header, Catch::Matchers::Contains("#ifndef KEYWORD2_ROUTER_H\n"));
  for (const char* good : {"hybrid", "a", "K_9_"}) REQUIRE(is_c_prefix(good));
  for (const char* bad : {"", "9a", "_a", "a-b", "a b", "\u00e4", "a.b"}) REQUIRE_FALSE(is_c_prefix(bad));
}

/// The file without comments, as C defines them: trigraphs and spliced lines first.
std::string without_comments(std::string text) {
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace_all(
      "?"
      "?/",
      "\\");
  replace_all("\\\n", "");
  for (auto begin = text.find("/*"); begin != std::string::npos; begin = text.find("/*", begin))
    text.erase(begin, text.find("*/", begin + 2) + 2 - begin);
  return text;
}

TEST_CASE("no text of a file becomes code in the C files", "[routing]") {
  const predictions::PredictionPair pair = test::specialist_pair(60, 3, SeedTree(21));
  const AutoRouter router = fitted(pair.base, test::outcomes_of(pair), 0.5);
  const RouterCNames names{.header = "PREFIX SCORE.h"};
  const RouterC plain = router_c(router, 0.1, "plain", names);
  REQUIRE_THAT(plain.source, Catch::Matchers::Contains("#include \"PREFIX SCORE.h\""));
  const test::TemporaryFolder folder;
  const std::string code = "int injected(void) { return 1; }";
  for (const std::string& open :
       {std::string("*/"), std::string("*\\\n/"),
        std::string("*?"
                    "?/\n/"),
        std::string("**//"), std::string("*\r/"), std::string("*\x0b/"), std::string("*\x01/"),
        std::string("*\xff/"), std::string("/* */"), std::string("*\n/"), std::string("//\n*/\n"),
        std::string("#endif\n*/"), std::string("\\"),
        std::string("?"
                    "?/")}) {
    const RouterC files = router_c(router, 0.1, open + code + "/*" + open, names);
    CAPTURE(open);
    REQUIRE(without_comments(files.source) == without_comments(plain.source));
    REQUIRE(without_comments(files.header) == without_comments(plain.header));
    write_file_atomically(folder / "router.c", files.source);
    write_file_atomically(folder / "PREFIX SCORE.h", files.header);
    REQUIRE(succeeds(folder, fmt::format("cc {} -trigraphs -fsyntax-only router.c", kWarnings)));
  }
  for (const char* good : {"router.h", "a b.h", "\u00e4.h", "it's.h"}) REQUIRE(is_c_include(good));
  for (const char* bad : {"", "a\"b.h", "a\\b.h", "a\nb.h",
                          "a?"
                          "?/b.h",
                          "\x1b.h", "\xff.h"})
    REQUIRE_FALSE(is_c_include(bad));
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
