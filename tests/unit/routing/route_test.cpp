#include "routing/route.h"

#include <catch2/catch.hpp>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using test::outcomes_from;

TEST_CASE("the oracle sends exactly what the base gets wrong and the cloud right", "[routing]") {
  REQUIRE(oracle(outcomes_from("1100", "1010")) ==
          std::vector<Route>{Route::device, Route::device, Route::cloud, Route::device});
  REQUIRE(oracle({}).empty());
}

TEST_CASE("shares count who is right and where sending helps or harms", "[routing]") {
  const OutcomeShares s = shares(outcomes_from("11100000", "11011110"));
  REQUIRE(s.base_accuracy == 3.0 / 8);
  REQUIRE(s.cloud_accuracy == 6.0 / 8);
  REQUIRE(s.helpful == 4.0 / 8);
  REQUIRE(s.harmful == 1.0 / 8);
}

TEST_CASE("shares of nothing, or of unequal lengths, are a fault of the caller", "[routing]") {
  REQUIRE_THROWS_AS(shares({}), InternalError);
  REQUIRE_THROWS_AS(shares({{1, 0}, {1}}), InternalError);
}
