#include "audit/sample_size.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;

TEST_CASE("Connor's sample size", "[audit]") {
  // (1.95996 sqrt(psi) + 0.84162 sqrt(psi - delta²))² / delta²; a simulation of the first finds 81 % power.
  REQUIRE(examples_needed(0.3, 0.1) == 234);       // 233.09
  REQUIRE(examples_needed(0.02, 0.002) == 39243);  // 39242.04
  REQUIRE(examples_needed(0.3, -0.1) == 234);
}

TEST_CASE("answers cannot differ less often than by their difference", "[audit]") {
  REQUIRE(examples_needed(0.05, 0.1) == examples_needed(0.1, 0.1));
  REQUIRE(examples_needed(0.1, 0.1) == 77);  // 76.09
  REQUIRE(examples_needed(0, 1) == 4);       // 3.84: all differ
  REQUIRE_THROWS_AS(examples_needed(0.1, 0), InternalError);
}

TEST_CASE("the resolution follows from paired answers", "[audit]") {
  const std::vector<double> method{1, 1, 0, 1, 0, 0, 1, 1, 0.5, 0}, against{0, 1, 0, 0, 1, 0, 1, 1, 0.5, 0};
  const Resolution observed = resolution_of(method, against, std::nullopt);
  REQUIRE(observed.difference == Approx(0.1));
  REQUIRE(observed.discordant == Approx(0.3));
  REQUIRE(observed.at_hand == 10);
  REQUIRE(observed.needed == examples_needed(0.3, 0.1));
  REQUIRE(observed.too_few());
  const Resolution claimed = resolution_of(method, against, 0.002);
  REQUIRE(claimed.resolved_difference() == 0.002);
  REQUIRE(claimed.needed == examples_needed(observed.discordant, 0.002));
}

TEST_CASE("without a difference there is nothing to resolve, unless one is claimed", "[audit]") {
  const std::vector<double> same{1, 0, 1};
  REQUIRE_FALSE(resolution_of(same, same, std::nullopt).needed);
  REQUIRE_FALSE(resolution_of(same, same, std::nullopt).too_few());
  REQUIRE(resolution_of(same, same, 0.5).too_few());
}
