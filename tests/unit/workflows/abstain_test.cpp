#include "workflows/abstain.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/tiny_problem.h"

namespace hybrid::workflows {
namespace {

std::vector<std::string> names(const std::vector<MethodAbstention>& results) {
  std::vector<std::string> all;
  for (const auto& result : results) all.push_back(result.method);
  return all;
}

TEST_CASE("abstention is measured for every method with scores, or for those asked for", "[workflows]") {
  const eval::RoutingProblem problem = test::tiny_problem();
  const auto results = abstain(problem, {}, {0.8, 0.6});
  REQUIRE(names(results) == std::vector<std::string>{"entropy", "router"});
  REQUIRE((!results[0].is_for_routing && results[1].is_for_routing));
  REQUIRE(results[0].base_accuracy == 0.6);
  REQUIRE(results[0].optimal_augrc == Approx(0.4 * 0.4 / 2));
  REQUIRE(results[0].result.points.size() == 2);
  REQUIRE(results[0].result.points[1].target_coverage == 0.6);
  REQUIRE(names(abstain(problem, {"router"}, {0.8})) == std::vector<std::string>{"router"});
  REQUIRE_THROWS_AS(abstain(problem, {"oracle"}, {0.8}), InvalidArgument);
  REQUIRE_THROWS_AS(abstain(problem, {"none"}, {0.8}), InvalidArgument);
  eval::RoutingProblem bare = problem;
  std::erase_if(bare.methods,
                [](const eval::Method& method) { return method.kind == eval::MethodKind::scored; });
  REQUIRE_THROWS_AS(abstain(bare, {}, {0.8}), InvalidArgument);
}

TEST_CASE("a risk curve goes from nothing accepted to everything", "[workflows]") {
  const auto curves = risk_curves(test::tiny_problem(), {"entropy"});
  REQUIRE(curves.size() == 1);
  REQUIRE(curves[0].folds.size() == 1);
  const auto& points = curves[0].folds[0];
  REQUIRE(points.size() == 11);
  REQUIRE((points[0].coverage == 0 && !points[0].risk && !points[0].threshold));
  // By entropy, the six inputs that the base gets right come first.
  REQUIRE((points[6].accepted == 6 && points[6].errors == 0 && points[6].risk == 0.0));
  REQUIRE((points[8].coverage == 0.8 && points[8].errors == 2 && points[8].risk == 0.25));
  REQUIRE((points[10].coverage == 1 && points[10].risk == 0.4 && points[10].threshold == 0.5));
}

}  // namespace
}  // namespace hybrid::workflows
