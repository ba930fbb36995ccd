#include "eval/decisions.h"

#include <catch2/catch.hpp>

#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

TEST_CASE("a threshold decides every test input in the order of the problem's rows", "[eval]") {
  RoutingProblem problem = test::tiny_problem();
  const Method& entropy = problem.method("entropy");
  const Decisions decisions = decisions_at(folds_of(problem, entropy), {{0.4}});
  REQUIRE(decisions.sent == std::vector<double>{0, 0, 0, 0, 0, 0, 0, 0, 1, 1});
  REQUIRE(decisions.coverage == 0.8);
}

TEST_CASE("of an exchanged problem each half is decided by its own threshold", "[eval]") {
  RoutingProblem problem = test::tiny_problem();
  problem.variants[0].tune = problem.variants[0].test;
  for (auto& method : problem.methods) method.tune = method.test;
  problem.half = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  const Method& entropy = problem.method("entropy");
  const Decisions decisions = decisions_at(folds_of(problem, entropy), {{0.4, 0.25}});
  REQUIRE(decisions.sent == std::vector<double>{0, 0, 0, 0, 0, 1, 0, 1, 1, 1});
}

TEST_CASE("methods without thresholds decide in expectation", "[eval]") {
  const RoutingProblem problem = test::tiny_problem();
  const auto decide = [&](const std::string& name, double coverage) {
    return expected_decisions(problem, problem.method(name), coverage);
  };
  REQUIRE(decide("on_device", 0.5).sent == std::vector<double>(10, 0.0));
  REQUIRE(decide("on_cloud", 0.5).sent == std::vector<double>(10, 1.0));
  REQUIRE_FALSE(decide("on_cloud", 0.5).device_runs);
  REQUIRE(decide("random", 0.75).sent == std::vector<double>(10, 0.25));
  // Four of the ten are worth sending: two of them, or all.
  REQUIRE(decide("oracle", 0.8).sent[6] == Approx(0.5));
  REQUIRE(decide("oracle", 0.8).sent[0] == 0);
  REQUIRE(decide("oracle", 0.8).coverage == Approx(0.8));
  REQUIRE(decide("oracle", 0.1).sent[9] == 1);
  REQUIRE(decide("oracle", 0.1).coverage == Approx(0.6));
}
