#include "stats/sample_size.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("Connor's sample size", "[stats]") {
  // (1.95996 sqrt(psi) + 0.84162 sqrt(psi - delta²))² / delta²; a simulation of the first finds 81 % power.
  REQUIRE(examples_needed(0.3, 0.1) == 234);       // 233.09
  REQUIRE(examples_needed(0.02, 0.002) == 39243);  // 39242.04
  REQUIRE(examples_needed(0.3, -0.1) == 234);
}

TEST_CASE("answers cannot differ less often than by their difference", "[stats]") {
  REQUIRE(examples_needed(0.05, 0.1) == examples_needed(0.1, 0.1));
  REQUIRE(examples_needed(0.1, 0.1) == 77);  // 76.09
  REQUIRE(examples_needed(0, 1) == 4);       // 3.84: all differ
  REQUIRE_THROWS_AS(examples_needed(0.1, 0), InternalError);
}
