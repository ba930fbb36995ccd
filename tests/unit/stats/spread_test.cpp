#include "stats/spread.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("mean, deviation and minimum are those of a sample", "[stats]") {
  const Spread three = spread_of({2, 1, 6});
  REQUIRE(three.mean == Approx(3));
  REQUIRE(three.smallest == 1);
  REQUIRE(three.deviation == Approx(std::sqrt(7)));
  REQUIRE(three.values == std::vector<double>{2, 1, 6});
  REQUIRE(spread_of({0.5}).deviation == 0);
  REQUIRE_THROWS_AS(spread_of({}), InternalError);
}
