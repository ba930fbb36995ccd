#include "eval/shown_curves.h"

#include <catch2/catch.hpp>

#include "support/tiny_problem.h"

namespace hybrid::eval {
namespace {

cost::SystemProfile round_numbers() {
  cost::SystemProfile profile{.name = "round", .description = "", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  return profile;
}

std::vector<std::string> names(const std::vector<ShownCurve>& curves) {
  std::vector<std::string> all;
  for (const auto& curve : curves) all.push_back(curve.method);
  return all;
}

TEST_CASE("a picture shows the default router, max_prob, the control's and random sending", "[eval]") {
  RoutingProblem problem = test::tiny_problem();
  REQUIRE(names(shown_curves(problem, {}, round_numbers(), {})) ==
          std::vector<std::string>{"router", "random"});
  const Method entropy = problem.method("entropy");
  problem.variants.push_back({"control", problem.variants[0].tune, problem.variants[0].test});
  for (const auto* variant : {"", "control"}) {
    problem.methods.push_back(entropy);
    problem.methods.back().measure = "max_prob";
    problem.methods.back().variant = variant;
  }
  const auto curves = shown_curves(problem, {}, round_numbers(), {});
  REQUIRE(names(curves) == std::vector<std::string>{"router", "max_prob", "max_prob_control", "random"});
  REQUIRE((curves[0].is_default && !curves[1].is_default));
  problem.methods = {problem.method("max_prob"), problem.method("on_device")};
  const auto only = shown_curves(problem, {}, round_numbers(), {});
  REQUIRE((names(only) == std::vector<std::string>{"max_prob"} && only[0].is_default));
  problem.methods = {problem.method("on_device")};
  REQUIRE(shown_curves(problem, {}, round_numbers(), {}).empty());
}

TEST_CASE("a shown curve goes from sending nothing to sending everything, by thresholds of the tuning part",
          "[eval]") {
  RoutingProblem problem = test::tiny_problem();
  std::erase_if(problem.methods, [](const Method& method) { return method.measure == "router"; });
  const auto entropy = shown_curves(problem, {}, round_numbers(), {}).front().points;
  REQUIRE(entropy.size() == 21);
  REQUIRE(entropy.front().accuracy == Approx(0.6));
  REQUIRE(*entropy.front().latency_ms == 200);
  REQUIRE(entropy.back().accuracy == Approx(0.9));
  REQUIRE(*entropy.back().latency_ms == 2200);
  // Half of the router's test scores exceed all of its tuning scores.
  const auto router = shown_curves(test::tiny_problem(), {}, round_numbers(), {}).front().points;
  REQUIRE(router.front().coverage == Approx(0.5));
}

}  // namespace
}  // namespace hybrid::eval
