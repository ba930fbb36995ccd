#include "cost/pareto_front.h"

#include <catch2/catch.hpp>

#include "core/seed.h"
#include "reference/pareto_front.h"

using namespace hybrid;
using namespace hybrid::cost;

TEST_CASE("a front has what is not beaten, by rising cost", "[cost]") {
  const std::vector<CostAndValue> choices{{5, 70}, {1, 50}, {3, 45}, {2, 60}, {9, 70}, {2, 55}};
  REQUIRE(pareto_front(choices) == std::vector<std::size_t>{1, 3, 0});
}

TEST_CASE("of equal choices a front has the first, and no choices have no front", "[cost]") {
  const std::vector<CostAndValue> same{{1, 2}, {1, 2}, {1, 2}};
  REQUIRE(pareto_front(same) == std::vector<std::size_t>{0});
  REQUIRE(pareto_front({}).empty());
}

TEST_CASE("large fronts are those of the definition", "[cost]") {
  Rng rng = SeedTree(1).rng();
  std::vector<CostAndValue> choices;
  for (int i = 0; i < 500; ++i) {
    const double cost = static_cast<double>(rng.below(200));
    choices.push_back({cost, std::min(cost, 150.0) - static_cast<double>(rng.below(40))});
  }
  const auto front = pareto_front(choices);
  REQUIRE(front.size() > 20);
  REQUIRE(front == reference::pareto_front(choices));
}
