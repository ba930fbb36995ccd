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

TEST_CASE("a shown curve goes from sending nothing to sending everything", "[eval]") {
  const auto curves = shown_curves(test::tiny_problem(), {}, round_numbers(), {});
  REQUIRE(curves[0].points.size() == 21);
  REQUIRE((curves[0].points.front().accuracy == Approx(0.6) && *curves[0].points.front().latency_ms == 200));
  REQUIRE((curves[0].points.back().accuracy == Approx(0.9) && *curves[0].points.back().latency_ms == 2200));
}

}  // namespace
}  // namespace hybrid::eval
