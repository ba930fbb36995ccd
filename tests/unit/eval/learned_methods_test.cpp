#include "eval/learned_methods.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "eval/cross_fitting.h"
#include "eval/evaluation.h"
#include "unit/core/sink.h"
#include "unit/routing/random_pairs.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

RoutingProblem problem_of(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                          std::vector<std::string> methods = {"max_prob", "two_head", "auto"}) {
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  return make_routing_problem(tune, test, {.methods = std::move(methods)}, SeedTree(1), log);
}

double gain_over_max_prob(const RoutingProblem& problem, const std::string& method, double coverage) {
  return matched_accuracy(folds_of(problem, problem.method(method)), coverage) -
         matched_accuracy(folds_of(problem, problem.method("max_prob")), coverage);
}

}  // namespace

TEST_CASE("where the cloud is a specialist, auto finds it on examples that it has not seen", "[eval]") {
  const RoutingProblem problem =
      problem_of(test::specialist_pair(2000, 6, SeedTree(1)), test::specialist_pair(4000, 6, SeedTree(2)));
  for (const double coverage : {0.9, 0.8, 0.7})
    REQUIRE(gain_over_max_prob(problem, "auto", coverage) > 0.005);
  REQUIRE_THAT(problem.notes.at("auto"), Contains("two_head, +"));
  REQUIRE(problem.auto_router->weight > 0);
}

TEST_CASE("with a hundred examples and nothing to learn, auto is max_prob on every input", "[eval]") {
  const RoutingProblem problem =
      problem_of(test::plain_pair(100, 6, SeedTree(3)), test::plain_pair(1000, 6, SeedTree(4)));
  REQUIRE(problem.auto_router->weight == 0);
  for (const double coverage : {0.95, 0.8, 0.5}) REQUIRE(gain_over_max_prob(problem, "auto", coverage) == 0);
}

TEST_CASE("a cloud that is always wrong is asked nothing, whatever share may be sent", "[eval]") {
  const auto useless = [](std::uint64_t seed) {
    return test::pair_by_class(
        500, 4, [](std::size_t) { return 0.0; }, SeedTree(seed));
  };
  const RoutingProblem problem = problem_of(useless(1), useless(2));
  for (const std::string method : {"two_head", "auto"}) {
    const OperatingPoint point =
        operating_point(problem, problem.method(method), folds_of(problem, problem.method(method)), 0.5, {});
    REQUIRE(point.coverage == 1);
    REQUIRE(point.target_coverage == 0.5);
    REQUIRE(point.accuracy == routing::shares(problem.variants.front().test).base_accuracy);
    REQUIRE(point.matched_accuracy < point.accuracy);  // with exactly half sent, as asked
  }
}

TEST_CASE("fewer than ten examples are not fitted to, ten are", "[eval]") {
  const predictions::PredictionPair few = test::plain_pair(9, 3, SeedTree(5)),
                                    ten = test::plain_pair(10, 3, SeedTree(5));
  const predictions::PredictionPair test = test::plain_pair(20, 3, SeedTree(6));
  const std::vector<std::string> learned{"logistic", "two_head", "l2d_ce", "l2d_ova", "auto"};
  const RoutingProblem without = problem_of(few, test, learned);
  REQUIRE(without.methods.empty());
  for (const auto& method : learned)
    REQUIRE(without.skipped.at(method) == "needs 10 tuning examples, there are 9");
  REQUIRE(problem_of(ten, test, learned).methods.size() == learned.size());
}

TEST_CASE("what is fitted to outputs and scored on confidences uses what both have", "[eval]") {
  const predictions::PredictionPair full = test::specialist_pair(400, 4, SeedTree(7));
  predictions::PredictionPair sure = test::specialist_pair(300, 4, SeedTree(8));
  sure.base = test::set_without_outputs(sure.base.labels, sure.base.predicted, sure.base.confidence);
  const RoutingProblem problem = problem_of(full, sure);
  REQUIRE(problem.auto_router->heads.base.head.weights.size() == 2);
  REQUIRE(problem.method("auto").test.size() == 300);
}

TEST_CASE("halves that tune each other have two choices and no one router", "[eval]") {
  const predictions::PredictionPair pair = test::specialist_pair(600, 4, SeedTree(9));
  const test::Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  const auto half = halves_by_id(pair.base.labels, {}, SeedTree(1));
  const RoutingProblem problem =
      make_cross_fitted_problem(pair, half, {.methods = {"auto"}}, SeedTree(1), log);
  REQUIRE_FALSE(problem.auto_router);
  REQUIRE_THAT(problem.notes.at("auto"),
               Contains("first half by the second") && Contains("second by the first"));
}
