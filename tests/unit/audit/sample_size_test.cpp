#include "audit/sample_size.h"

#include <catch2/catch.hpp>

#include "stats/sample_size.h"

using namespace hybrid;
using namespace hybrid::audit;

TEST_CASE("the resolution follows from paired answers", "[audit]") {
  const std::vector<double> method{1, 1, 0, 1, 0, 0, 1, 1, 0.5, 0}, against{0, 1, 0, 0, 1, 0, 1, 1, 0.5, 0};
  const Resolution observed = resolution_of(method, against, std::nullopt);
  REQUIRE(observed.difference == Approx(0.1));
  REQUIRE(observed.discordant == Approx(0.3));
  REQUIRE(observed.at_hand == 10);
  REQUIRE(observed.needed == stats::examples_needed(0.3, 0.1));
  REQUIRE(observed.too_few());
  const Resolution claimed = resolution_of(method, against, 0.002);
  REQUIRE(claimed.resolved_difference() == 0.002);
  REQUIRE(claimed.needed == stats::examples_needed(observed.discordant, 0.002));
}

TEST_CASE("without a difference there is nothing to resolve, unless one is claimed", "[audit]") {
  const std::vector<double> same{1, 0, 1};
  REQUIRE_FALSE(resolution_of(same, same, std::nullopt).needed);
  REQUIRE_FALSE(resolution_of(same, same, std::nullopt).too_few());
  REQUIRE(resolution_of(same, same, 0.5).too_few());
}
