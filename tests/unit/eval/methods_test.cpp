#include "eval/methods.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "predictions/output_rows.h"
#include "routing/scores.h"
#include "routing/temperature.h"
#include "unit/core/sink.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

constexpr std::int32_t kClasses = 4;

/// A base that is right as often as it is sure, and a cloud that tells only classes and is right nine times
/// of ten.
predictions::PredictionPair random_pair(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::int32_t> labels, cloud;
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const auto predicted = static_cast<std::size_t>(rng.below(kClasses));
    const double sure = rng.uniform(0.3, 1);
    std::vector<double> row(kClasses, (1 - sure) / (kClasses - 1));
    row[predicted] = sure;
    rows.push_back(row);
    labels.push_back(
        static_cast<std::int32_t>(rng.uniform() < sure ? predicted : (predicted + 1) % kClasses));
    cloud.push_back(rng.uniform() < 0.9 ? labels.back() : (labels.back() + 1) % kClasses);
  }
  return {test::set_with_probabilities(labels, rows), test::set_without_outputs(labels, cloud)};
}

/// The same, with logits that are kept.
predictions::PredictionPair logit_pair(std::size_t n, std::uint64_t seed) {
  predictions::PredictionPair pair = random_pair(n, seed);
  std::vector<float> logits;
  for (std::size_t i = 0; i < n; ++i)
    for (std::int32_t c = 0; c < kClasses; ++c) {
      const double p = pair.base.confidence[i];
      logits.push_back(
          static_cast<float>(2 * std::log(c == pair.base.predicted[i] ? p : (1 - p) / (kClasses - 1))));
    }
  pair.base =
      predictions::prediction_set_from_logits("logits", pair.base.labels, logits, {.keep_logits = true});
  return pair;
}

/// The same pair whose base tells only classes.
predictions::PredictionPair without_outputs(const predictions::PredictionPair& pair,
                                            std::vector<double> confidence = {}) {
  return {test::set_without_outputs(pair.base.labels, pair.base.predicted, std::move(confidence)),
          pair.cloud};
}

std::vector<std::string> names_of(const RoutingProblem& problem) {
  std::vector<std::string> names;
  for (const auto& method : problem.methods) names.push_back(method.name());
  return names;
}

RoutingProblem problem_of(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                          std::vector<std::string> methods = {}) {
  const test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  const MethodOptions options{.methods = std::move(methods), .router = {.hidden = {8}, .epochs = 5}};
  return make_routing_problem(tune, test, options, SeedTree(1), log);
}

}  // namespace

TEST_CASE("without a choice every method is there, in the order of reporting", "[eval]") {
  REQUIRE(method_names() == std::vector<std::string>{"on_device", "on_cloud", "random", "entropy", "margin",
                                                     "max_prob", "entropy_calibrated", "margin_calibrated",
                                                     "max_prob_calibrated", "energy", "knn", "logistic",
                                                     "two_head", "router", "appealnet", "l2d_ce", "l2d_ova",
                                                     "auto", "oracle"});
  const RoutingProblem problem = problem_of(logit_pair(60, 1), logit_pair(40, 2));
  std::vector<std::string> computable = method_names();
  std::erase(computable, "appealnet");
  REQUIRE(names_of(problem) == computable);
  REQUIRE(problem.skipped.size() == 1);
  REQUIRE_THAT(problem.skipped.at("appealnet"), Contains("hybrid train"));
  REQUIRE(problem.classes == kClasses);
  REQUIRE((problem.n_tune() == 60 && problem.n_test() == 40));
  for (const auto& method : problem.methods) {
    REQUIRE(method.tune.size() == (method.kind == MethodKind::scored ? 60 : 0));
    REQUIRE(method.test.size() == (method.kind == MethodKind::scored ? 40 : 0));
  }
}

TEST_CASE("chosen methods come in the order they were chosen", "[eval]") {
  const predictions::PredictionPair pair = random_pair(20, 1);
  const RoutingProblem problem = problem_of(pair, pair, {"max_prob", "oracle", "entropy"});
  REQUIRE(names_of(problem) == std::vector<std::string>{"max_prob", "oracle", "entropy"});
  REQUIRE(problem.method("entropy").test == pair.base.entropy);
}

TEST_CASE("an unknown method is refused with a suggestion", "[eval]") {
  const predictions::PredictionPair pair = random_pair(5, 1);
  REQUIRE_THROWS_AS(problem_of(pair, pair, {"entropy", "max_porb"}), InvalidArgument);
  REQUIRE_THROWS_WITH(
      problem_of(pair, pair, {"entropy", "max_porb"}),
      "unknown method 'max_porb'; did you mean 'max_prob'? (there are on_device, on_cloud, random, "
      "entropy, margin, max_prob, entropy_calibrated, margin_calibrated, max_prob_calibrated, energy, knn, "
      "logistic, two_head, router, appealnet, l2d_ce, l2d_ova, auto, oracle; own_NAME for an array score_NAME)");
}

TEST_CASE("who is right is read off classes and labels", "[eval]") {
  const predictions::PredictionPair pair{test::set_without_outputs({0, 1, 2}, {0, 1, 0}),
                                         test::set_without_outputs({0, 1, 2}, {1, 1, 2})};
  REQUIRE(outcomes_of(pair).base_value == std::vector<double>{1, 1, 0});
  REQUIRE(outcomes_of(pair).cloud_value == std::vector<double>{0, 1, 1});
}

TEST_CASE("what classes alone cannot give is skipped with its reason", "[eval]") {
  const predictions::PredictionPair full = logit_pair(20, 1);
  const predictions::PredictionPair bare = without_outputs(full);
  for (const auto& problem : {problem_of(bare, bare), problem_of(full, bare), problem_of(bare, full)}) {
    REQUIRE(names_of(problem) == std::vector<std::string>{"on_device", "on_cloud", "random", "logistic",
                                                          "two_head", "auto", "oracle"});
    REQUIRE(problem.skipped ==
            std::map<std::string, std::string>{
                {"entropy", "not defined without logits or probabilities"},
                {"margin", "not defined without logits or probabilities"},
                {"max_prob", "not defined without logits, probabilities or confidence"},
                {"entropy_calibrated", "needs the base's logits or probabilities"},
                {"margin_calibrated", "needs the base's logits or probabilities"},
                {"max_prob_calibrated", "needs the base's logits or probabilities"},
                {"energy", "needs the base's logits; of probabilities the energy is not defined"},
                {"knn", "needs the base's logits, probabilities, confidence or features"},
                {"router", "needs the base's logits or probabilities"},
                {"appealnet", problem_of(full, full, {"appealnet"}).skipped.at("appealnet")},
                {"l2d_ce", "needs the base's logits, probabilities or confidence"},
                {"l2d_ova", "needs the base's logits, probabilities or confidence"},
            });
  }
  REQUIRE_THROWS_WITH(problem_of(bare, bare).method("entropy"),
                      "method 'entropy' is not available: not defined without logits or probabilities");
}

TEST_CASE("AppealNet trains its base, so that prediction sets cannot have it", "[eval]") {
  const predictions::PredictionPair pair = random_pair(20, 1);
  REQUIRE_THROWS_WITH(problem_of(pair, pair, {"appealnet"}).method("appealnet"),
                      "method 'appealnet' is not available: needs a trainable base: hybrid train with "
                      "training.appealnet.enabled: true");
}

TEST_CASE("classes with confidences have max_prob and knn", "[eval]") {
  const predictions::PredictionPair full = random_pair(20, 1);
  const predictions::PredictionPair confident = without_outputs(full, full.base.confidence);
  const RoutingProblem problem = problem_of(confident, confident);
  REQUIRE(names_of(problem) == std::vector<std::string>{"on_device", "on_cloud", "random", "max_prob", "knn",
                                                        "logistic", "two_head", "l2d_ce", "l2d_ova", "auto",
                                                        "oracle"});
  REQUIRE(problem.method("max_prob").test == problem_of(full, full, {"max_prob"}).method("max_prob").test);
}

TEST_CASE("what is fitted is fitted on the tuning part alone", "[eval]") {
  for (const std::string name : {"max_prob_calibrated", "knn", "router"}) {
    const predictions::PredictionPair tune = logit_pair(60, 1);
    predictions::PredictionPair test = logit_pair(40, 2);
    const Method before = problem_of(tune, test, {name}).methods.at(0);
    for (auto& label : test.base.labels) label = (label + 1) % kClasses;
    test.cloud.labels = test.base.labels;
    const Method after = problem_of(tune, test, {name}).methods.at(0);
    CAPTURE(name);
    REQUIRE(after.tune == before.tune);
    REQUIRE(after.test == before.test);  // labels of the test part do not enter its scores either
    const Method refitted = problem_of(logit_pair(60, 3), test, {name}).methods.at(0);
    REQUIRE(refitted.test != before.test);
  }
}

TEST_CASE("calibrated measures are the measures at the temperature of the tuning part", "[eval]") {
  const predictions::PredictionPair tune = logit_pair(60, 1), test = logit_pair(40, 2);
  const RoutingProblem problem = problem_of(tune, test);
  const double temperature = routing::fit_temperature(tune.base.logits, tune.base.labels);
  REQUIRE(temperature > 1);  // the logits are twice what they should be
  const predictions::PredictionSet scaled = routing::at_temperature(test.base, temperature);
  for (const auto& measure : routing::confidence_measures())
    REQUIRE(problem.method(std::string(measure.name) + "_calibrated").test == measure.scores(scaled));
}

TEST_CASE("which methods need the base's logits kept is known before anything is read", "[eval]") {
  REQUIRE(needs_logits({}));
  REQUIRE(needs_logits({"max_prob", "margin_calibrated"}));
  REQUIRE_FALSE(needs_logits({"max_prob", "energy", "knn", "router"}));
}

TEST_CASE("of probabilities that are not kept there is neither energy nor calibration", "[eval]") {
  const predictions::PredictionPair pair = random_pair(40, 1);
  const RoutingProblem problem = problem_of(pair, pair, {"energy", "max_prob_calibrated"});
  REQUIRE(problem.skipped.at("energy") ==
          "needs the base's logits; of probabilities the energy is not defined");
  REQUIRE_THAT(problem.skipped.at("max_prob_calibrated"), Contains("kept up to 1 GiB"));
}

TEST_CASE("knn pays for its comparisons and scores in expected gain", "[eval]") {
  const RoutingProblem problem = problem_of(random_pair(60, 1), random_pair(40, 2), {"knn"});
  REQUIRE(problem.method("knn").router_macs == 60 * 3);
  REQUIRE(problem.method("knn").meaning == ScoreMeaning::expected_gain);
}

TEST_CASE("the router pays for its folded layers and scores in logits", "[eval]") {
  const RoutingProblem problem = problem_of(random_pair(60, 1), random_pair(40, 2));
  REQUIRE(problem.method("router").router_macs == (1 + kClasses) * 8 + 8 * 2);
  REQUIRE(problem.method("router").meaning == ScoreMeaning::help_logit);
  REQUIRE(problem.method("max_prob").router_macs == 0);
  REQUIRE(problem.method("max_prob").meaning == ScoreMeaning::rank);
}

TEST_CASE("a verbose fit says on how many examples it runs", "[eval]") {
  const predictions::PredictionPair pair = random_pair(60, 1);
  const test::Sink sink;
  Logger log(Verbosity::verbose, sink.file());
  make_routing_problem(pair, pair, {.methods = {"router"}, .router = {.hidden = {2}, .epochs = 1}},
                       SeedTree(1), log);
  REQUIRE_THAT(sink.text(), Contains("fitting the router on 60 tuning examples, "));
}

TEST_CASE("tuning and test outputs of different models are refused", "[eval]") {
  const predictions::PredictionPair four = random_pair(20, 1);
  const predictions::PredictionPair three{test::set_with_probabilities({0}, {{0.5, 0.25, 0.25}}),
                                          test::set_without_outputs({0}, {0})};
  REQUIRE_THROWS_AS(problem_of(four, three), DataError);
  REQUIRE_THROWS_WITH(problem_of(four, three),
                      "tiny.npz: 3 classes, the tuning set (tiny.npz) has 4; both must come from the same "
                      "base model");
}

TEST_CASE("a base variant brings its own outcomes and measures, named with its suffix", "[eval]") {
  const predictions::PredictionPair after = random_pair(30, 1);
  const predictions::PredictionPair before = random_pair(30, 2);
  RoutingProblem problem;
  add_base_variant(problem, "", after, after);
  add_base_variant(problem, "before", before, before);
  REQUIRE(names_of(problem) == std::vector<std::string>{"on_device", "entropy", "margin", "max_prob",
                                                        "on_device_before", "entropy_before", "margin_before",
                                                        "max_prob_before"});
  REQUIRE(problem.variants.size() == 2);
  for (const auto& method : problem.methods)
    REQUIRE(method.name() == method.measure + (method.variant == "before" ? "_before" : ""));
  const Method& entropy = problem.method("entropy_before");
  REQUIRE(entropy.test == before.base.entropy);
  REQUIRE(problem.variant_of(entropy).test.base_value == outcomes_of(before).base_value);

  add_base_variant(problem, "bare", without_outputs(before), before);
  REQUIRE(problem.methods.back().name() == "on_device_bare");
  REQUIRE(problem.skipped.contains("entropy_bare"));
}

TEST_CASE("the methods of a trained hybrid are methods of the list, without a router to fit", "[eval]") {
  REQUIRE(trained_method_names() == std::vector<std::string>{"on_device", "entropy", "margin", "max_prob",
                                                             "on_cloud", "random", "two_head", "auto",
                                                             "oracle"});
  for (const auto& name : trained_method_names())
    REQUIRE(std::ranges::find(method_names(), name) != method_names().end());
}
