#include "workflows/bound.h"

#include <catch2/catch.hpp>
#include <vector>

#include "support/tiny_problem.h"

namespace hybrid::workflows {
namespace {

/// 100 ms for every input and 400 ms more for a sent one; no energy.
cost::SystemCost cost() {
  return {.profile = "p",
          .items = {{"lump", cost::Resource::latency, 100, 400, "assumed"}},
          .unknown = {"energy"}};
}

TEST_CASE("two accuracies give the paper's bound, outcomes the ceilings as well", "[workflows]") {
  const std::vector coverages{1.0, 0.5, 0.0};
  // The base is right on 6 of 10, the cloud on 9; sending helps 4 and harms 1.
  const auto known = bounds_at(coverages, test::tiny_problem(), cost());
  const auto alone = bounds_at(coverages, 0.6, 0.9, cost());
  const std::vector latency{100.0, 300.0, 500.0}, paper{0.6, 0.9, 0.9}, at_most{0.6, 1.0, 1.0},
      exactly{0.6, 1.0, 0.9};
  for (std::size_t i = 0; i < coverages.size(); ++i) {
    for (const BoundPoint& point : {known[i], alone[i]}) {
      REQUIRE(point.coverage == coverages[i]);
      REQUIRE(point.latency_ms == latency[i]);
      REQUIRE_FALSE(point.energy_mj);
      REQUIRE(*point.paper_upper_bound == Approx(paper[i]));
    }
    REQUIRE(*known[i].at_most == Approx(at_most[i]));
    REQUIRE(*known[i].exactly == Approx(exactly[i]));
    REQUIRE((!alone[i].at_most && !alone[i].exactly));
  }
}

TEST_CASE("with a utility table there is no paper's bound", "[workflows]") {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.accuracy.utility = "table.csv";
  const auto points = bounds_at(std::vector{0.5}, problem, cost());
  REQUIRE_FALSE(points[0].paper_upper_bound);
  REQUIRE(points[0].at_most);
}

}  // namespace
}  // namespace hybrid::workflows
