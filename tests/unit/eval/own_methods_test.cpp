#include "eval/own_methods.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"
#include "eval/cross_fitting.h"
#include "eval/evaluation.h"
#include "eval/repeats.h"
#include "support/error_message.h"
#include "unit/core/sink.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

/// A base of two classes that is right on the examples with odd numbers, and a cloud that is always right;
/// `good` says so, `turned` says the contrary.
predictions::PredictionPair scored_pair(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::int32_t> labels, predicted;
  std::vector<std::vector<double>> rows;
  predictions::OwnScore good{"own_good", {}}, turned{"own_turned", {}};
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(rng.below(2));
    const bool right = i % 2 == 1;
    const std::int32_t said = right ? label : 1 - label;
    const double sure = rng.uniform(0.5, 1);
    rows.push_back({said == 0 ? sure : 1 - sure, said == 1 ? sure : 1 - sure});
    labels.push_back(label);
    predicted.push_back(label);
    good.values.push_back((right ? 0 : 1) + rng.uniform(0, 1.2));
    turned.values.push_back(-good.values.back());
  }
  predictions::PredictionPair pair{test::set_with_probabilities(labels, rows),
                                   test::set_without_outputs(labels, predicted)};
  pair.base.scores = {good, turned};
  return pair;
}

RoutingProblem problem_of(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                          Logger& log, std::vector<std::string> methods = {}) {
  return make_problem(tune, test, {}, {.methods = std::move(methods), .router = {.hidden = {4}, .epochs = 2}},
                      SeedTree(1), log);
}

bool compares(const Evaluation& evaluation, const std::string& method, const std::string& against) {
  return std::ranges::any_of(evaluation.comparisons,
                             [&](const Comparison& c) { return c.method == method && c.against == against; });
}

}  // namespace

TEST_CASE("own scores are methods beside ours, with the values as given", "[eval][own_scores]") {
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  const auto tune = scored_pair(60, 1), test = scored_pair(40, 2);
  const RoutingProblem problem = problem_of(tune, test, log);
  REQUIRE(problem.method("own_good").tune == tune.base.scores[0].values);
  REQUIRE(problem.method("own_good").test == test.base.scores[0].values);
  REQUIRE(is_own(problem.method("own_good")));
  REQUIRE_FALSE(is_own(problem.method("max_prob")));
  REQUIRE(problem.methods.back().name() == "oracle");
  REQUIRE(default_method(problem).name() == "auto");
  const auto main = main_methods(problem);
  REQUIRE(main ==
          std::vector<std::string>{"auto", "router", "max_prob", "entropy", "own_good", "own_turned"});
  const RoutingProblem chosen = problem_of(tune, test, log, {"own_turned", "max_prob"});
  REQUIRE(chosen.methods.size() == 2);
  REQUIRE(chosen.methods[0].name() == "own_turned");
}

TEST_CASE("an own score that a part lacks is refused", "[eval][own_scores]") {
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  const auto tune = scored_pair(20, 1);
  auto test = scored_pair(20, 2);
  REQUIRE_THAT(
      test::error_message<InvalidArgument>([&] { problem_of(tune, test, log, {"own_other"}); }),
      Contains("method 'own_other' needs an array 'score_other' in the base's set (tiny.npz); there are "
               "own_good, own_turned"));
  test.base.source = "test.npz";
  test.base.scores.pop_back();
  REQUIRE_THAT(test::error_message<DataError>([&] { problem_of(tune, test, log); }),
               Contains("test.npz: has no 'score_turned', but tiny.npz has"));
  REQUIRE_NOTHROW(problem_of(tune, test, log, {"own_good"}));
}

TEST_CASE("a score that is turned around or constant is warned of, once", "[eval][own_scores]") {
  for (const bool cross_fitted : {false, true}) {
    const test::Sink sink;
    Logger log(Verbosity::quiet, sink.file());
    auto tune = scored_pair(60, 1), test = scored_pair(60, 2);
    for (auto* pair : {&tune, &test})
      pair->base.scores.push_back({"own_same", std::vector<double>(60, 0.25)});
    std::vector<std::uint8_t> half(60, 0);
    std::fill(half.begin() + 30, half.end(), std::uint8_t{1});
    make_problem(tune, test, cross_fitted ? half : std::vector<std::uint8_t>{},
                 {.methods = {"own_good", "own_turned", "own_same"}}, SeedTree(1), log);
    REQUIRE(log.warnings().size() == 2);
    REQUIRE_THAT(log.warnings()[0], Contains("own_turned may be the wrong way round") &&
                                        Contains("random 0.750") && Contains("save -confidence"));
    REQUIRE_THAT(log.warnings()[1], Contains("own_same is 0.25 for every tuning example"));
  }
}

TEST_CASE("scores at random are rarely taken for turned around", "[eval][own_scores]") {
  int warned = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const test::Sink sink;
    Logger log(Verbosity::quiet, sink.file());
    auto pair = scored_pair(50, 1);
    Rng rng(seed);
    for (double& value : pair.base.scores[0].values) value = rng.uniform();
    problem_of(pair, pair, log, {"own_good"});
    warned += static_cast<int>(log.warnings().size());
  }
  REQUIRE(warned <= 17);  // 2.3 % are expected, 6.8 of 300
}

TEST_CASE("own scores are compared with the confidence measures and the default", "[eval][own_scores]") {
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  const auto tune = scored_pair(60, 1), test = scored_pair(40, 2);
  const RoutingProblem problem = problem_of(tune, test, log, {"max_prob", "entropy", "auto", "own_good"});
  REQUIRE(opponents_of(problem, problem.method("own_good")) ==
          std::vector<std::string>{"max_prob", "entropy", "auto"});
  REQUIRE(opponents_of(problem, problem.method("auto")) == opponents(problem));
  const Evaluation evaluation = evaluate(problem, {.bootstrap = 100}, {.name = "none"}, {}, SeedTree(1));
  REQUIRE((compares(evaluation, "own_good", "max_prob") && compares(evaluation, "own_good", "auto")));
  REQUIRE_FALSE(compares(evaluation, "max_prob", "auto"));

  const RepeatDesign design{.count = 2, .fixed_test = true};
  const Repeats repeats = repeat_evaluation(
      problem, [&](std::size_t) { return problem; }, design, {0.8}, log);
  REQUIRE(std::ranges::any_of(repeats.differences, [](const RepeatedDifference& d) {
    return d.method == "own_good" && d.against == "auto";
  }));
}
