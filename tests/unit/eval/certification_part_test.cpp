#include "eval/certification_part.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "eval/cross_fitting.h"
#include "eval/evaluation.h"
#include "eval/tuning.h"
#include "support/error_message.h"
#include "support/tiny_problem.h"
#include "unit/core/sink.h"
#include "unit/routing/random_pairs.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

RoutingProblem certified_problem(const predictions::PredictionPair& tune,
                                 const predictions::PredictionPair& test,
                                 std::vector<std::string> methods = {}) {
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  return make_problem(tune, test, {}, {.methods = std::move(methods), .certify = true}, SeedTree(1), log);
}

}  // namespace

TEST_CASE("the certification part is half of every label", "[certified]") {
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 40; ++i) labels.push_back(i % 4);
  const auto part = certification_part(labels, SeedTree(1));
  for (std::int32_t label = 0; label < 4; ++label) {
    int kept = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) kept += labels[i] == label ? part[i] : 0;
    CHECK(kept == 5);
  }
  CHECK(part == certification_part(labels, SeedTree(1)));
  CHECK(part != certification_part(labels, SeedTree(2)));
}

TEST_CASE("no score depends on whether a model is right in the certification part", "[certified]") {
  predictions::PredictionPair tune = test::specialist_pair(400, 6, SeedTree(1));
  const predictions::PredictionPair test = test::specialist_pair(200, 6, SeedTree(2));
  const RoutingProblem before = certified_problem(tune, test);
  REQUIRE(std::ranges::count(before.certify, 1) == 200);
  for (std::size_t i = 0; i < tune.size(); ++i)
    if (before.certify[i] == 1) tune.cloud.predicted[i] = (tune.cloud.predicted[i] + 1) % 6;
  const RoutingProblem after = certified_problem(tune, test);
  REQUIRE(after.certify == before.certify);
  REQUIRE(after.variants[0].tune.cloud_value != before.variants[0].tune.cloud_value);
  for (const Method& method : before.methods) {
    INFO(method.name());
    CHECK(after.method(method.name()).tune == method.tune);
    CHECK(after.method(method.name()).test == method.test);
  }
  // The other half is what they are fitted to: this test can fail.
  for (std::size_t i = 0; i < tune.size(); ++i)
    if (before.certify[i] == 0) tune.cloud.predicted[i] = (tune.cloud.predicted[i] + 1) % 6;
  CHECK(certified_problem(tune, test).method("two_head").test != before.method("two_head").test);
}

TEST_CASE("in the certification part a router scores as on test", "[certified]") {
  // The tuning examples again as the test part: the scores there are the deployed fit's.
  const predictions::PredictionPair pair = test::specialist_pair(300, 6, SeedTree(4));
  const RoutingProblem problem = certified_problem(pair, pair, {"max_prob", "knn", "two_head", "auto"});
  for (const Method& method : problem.methods)
    for (std::size_t i = 0; i < pair.size(); ++i)
      if (problem.certify[i] == 1) {
        INFO(method.name() << " " << i);
        CHECK(method.tune[i] == method.test[i]);
      }
}

TEST_CASE("which methods are fitted to the tuning part", "[certified]") {
  RoutingProblem problem = test::tiny_problem();
  const auto fitted = [&](const char* measure, const char* variant = "") {
    return fitted_to_tuning_part(problem, {.measure = measure, .variant = variant});
  };
  for (const char* measure : {"max_prob", "margin", "entropy", "energy", "appealnet", "own", "own_mine"})
    CHECK_FALSE(fitted(measure));
  for (const char* measure : {"max_prob_calibrated", "knn", "logistic", "two_head", "router", "l2d_ce",
                              "l2d_ova", "auto", "something_new"})
    CHECK(fitted(measure));
  problem.trained_router = true;
  CHECK_FALSE(fitted("router"));
  CHECK(fitted("auto"));
}

TEST_CASE("by default the best method that can be certified is", "[certified]") {
  RoutingProblem problem = test::tiny_problem();
  CHECK(default_method(problem).name() == "router");
  CHECK(default_certified_method(problem).name() == "entropy");
  problem.trained_router = true;
  CHECK(default_certified_method(problem).name() == "router");
  problem.trained_router = false;
  problem.certify = {0, 1, 0, 1, 1};
  CHECK(default_certified_method(problem).name() == "router");
  CHECK(certification_folds(problem, problem.method("router")).front().tune_rows ==
        std::vector<std::size_t>{1, 3, 4});
  CHECK(certification_folds(problem, problem.method("router")).front().tune_scores ==
        std::vector<double>{0.4, 0.2, 0.1});
  CHECK(certification_folds(problem, problem.method("entropy")).front().tune_rows.size() == 5);
  problem.certify.clear();
  std::erase_if(problem.methods, [](const Method& method) { return method.measure == "entropy"; });
  CHECK_THROWS_AS(default_certified_method(problem), InvalidArgument);
}

TEST_CASE("a certified evaluation has the points that tune has", "[certified]") {
  const RoutingProblem problem = certified_problem(test::specialist_pair(600, 6, SeedTree(1)),
                                                   test::specialist_pair(300, 6, SeedTree(2)),
                                                   {"on_device", "random", "max_prob", "two_head", "oracle"});
  const config::EvaluationConfig config{.coverages = {0.9, 0.7}, .bootstrap = 0, .outages = {}};
  const Evaluation evaluation = evaluate(problem, config, {.name = "none"}, {}, SeedTree(1), {}, 0.95);
  CHECK(evaluation.confidence == 0.95);
  CHECK(evaluation.n_certify == 300);
  for (const char* name : {"max_prob", "two_head"})
    for (std::size_t c = 0; c < 2; ++c) {
      const OperatingPoint& evaluated = evaluation.find(name)->points[c];
      const auto tuned = std::get<TunedPoint>(tune({.budgets = {}, .coverage = config.coverages[c]}, problem,
                                                   problem.method(name), {}, {.confidence = 0.95}));
      CHECK(evaluated.threshold == tuned.point.threshold);
      CHECK(evaluated.coverage == tuned.point.coverage);
      CHECK(evaluated.target_coverage == tuned.point.target_coverage);
      CHECK(evaluated.matched_accuracy == tuned.point.matched_accuracy);
      CHECK(evaluated.tuned_coverage > config.coverages[c] + 0.01);
    }
}

TEST_CASE("sets with other outputs would fit two routers, which is refused", "[certified]") {
  const predictions::PredictionPair tune = test::specialist_pair(100, 6, SeedTree(1));
  predictions::PredictionPair test = test::specialist_pair(100, 6, SeedTree(2));
  test.base.features.assign(100, 1.0F);
  test.base.source = "test.npz";
  CHECK_THAT(test::error_message<DataError>([&] { certified_problem(tune, test); }),
             Contains("test.npz") && Contains("other arrays than the tuning set"));
  CHECK_THROWS_AS(certified_problem(predictions::select(tune, std::vector<std::size_t>{0}), tune), DataError);
}
