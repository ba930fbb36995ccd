#include "arch/channels.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace hybrid;
using namespace hybrid::arch;

TEST_CASE("widths are rounded to multiples of 8, never down by more than a tenth", "[arch]") {
  REQUIRE(round_channels(16) == 16);
  REQUIRE(round_channels(19) == 24);    // 16 would take 16 % away
  REQUIRE(round_channels(19.2) == 24);  // MASS-600's first block
  REQUIRE(round_channels(24 * 1.2) == 32);
  REQUIRE(round_channels(18) == 24);  // 16 would take 11 % away
  REQUIRE(round_channels(17.7) == 16);
  REQUIRE(round_channels(20) == 24);
  REQUIRE(round_channels(4.8) == 8);
  REQUIRE(round_channels(0.1) == 8);
}

TEST_CASE("a rounded width is the least multiple of 8 that is near enough", "[arch]") {
  for (int i = 1; i < 4000; ++i) {
    const double channels = i / 10.0;
    // Naively: the nearest multiple (halves go up), or the next one above if that is below nine tenths.
    double nearest = 8;
    for (double multiple = 8; multiple <= 408; multiple += 8)
      if (std::abs(multiple - channels) <= std::abs(nearest - channels)) nearest = multiple;
    if (nearest < 0.9 * channels) nearest += 8;
    INFO(channels);
    REQUIRE(round_channels(channels) == static_cast<int>(nearest));
  }
}
