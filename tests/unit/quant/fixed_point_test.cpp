#include "quant/fixed_point.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.h"
#include "core/seed.h"
#include "reference/int8.h"

using namespace hybrid;
using namespace hybrid::quant;

TEST_CASE("a fixed-point number is within half a unit in its 31st digit", "[quant]") {
  Rng rng(1);
  for (int i = 0; i < 10'000; ++i) {
    const double real = (i % 2 ? 1 : -1) * std::exp2(rng.uniform(-31, 29));
    const FixedPoint fixed = fixed_point(real);
    REQUIRE(std::abs(fixed.mantissa * std::exp2(fixed.shift - 31) - real) <= std::abs(real) * 0x1p-31);
    REQUIRE(std::abs(std::int64_t{fixed.mantissa}) >= std::int64_t{1} << 30);
  }
}

TEST_CASE("fixed-point numbers at the edges", "[quant]") {
  REQUIRE(fixed_point(1) == FixedPoint{1 << 30, 1});
  REQUIRE(fixed_point(0.5) == FixedPoint{1 << 30, 0});
  REQUIRE(fixed_point(-0.5) == FixedPoint{-(1 << 30), 0});
  REQUIRE(fixed_point(std::nextafter(1.0, 0.0)) == FixedPoint{1 << 30, 1});  // rounds up to 1
  REQUIRE(fixed_point(0) == FixedPoint{});
  REQUIRE(fixed_point(0x1p-32) == FixedPoint{1 << 30, -31});
  REQUIRE(fixed_point(0x1p-33) == FixedPoint{});
  REQUIRE(fixed_point(1e300).shift == 30);
  REQUIRE_THROWS_AS(fixed_point(std::nan("")), InternalError);
  REQUIRE_THROWS_AS(fixed_point(INFINITY), InternalError);
}

TEST_CASE("halves are rounded up at 31 digits and away from zero at the end", "[quant]") {
  const auto half = [](std::int32_t x) { return multiply(x, fixed_point(0.5)); };
  REQUIRE(half(3) == 2);
  REQUIRE(half(-3) == -1);
  const auto quarter = [](std::int32_t x) { return multiply(x, fixed_point(0.25)); };
  REQUIRE(quarter(6) == 2);  // 6 / 2 = 3, 3 / 2 = 1.5
  REQUIRE(quarter(-6) == -2);
  REQUIRE(quarter(1) == 1);  // rounded twice: 0.5 -> 1, 0.5 -> 1
  REQUIRE(quarter(-1) == 0);
}

TEST_CASE("multiplication equals gemmlowp's wording of it", "[quant]") {
  Rng rng(2);
  constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
  for (int i = 0; i < 200'000; ++i) {
    const double magnitude = std::exp2(rng.uniform(-34, 0)) * rng.uniform(0.5, 1);
    const double real = i % 5 == 0   ? -magnitude
                        : i % 7 == 0 ? std::exp2(-1 - static_cast<double>(rng.below(12)))
                                     : magnitude;
    const std::int32_t x = i % 3 == 0    ? static_cast<std::int32_t>(rng.below(64)) - 32
                           : i % 11 == 0 ? kLowest + static_cast<std::int32_t>(rng.below(3))
                                         : static_cast<std::int32_t>(static_cast<std::uint32_t>(rng.next()));
    INFO(x << " * " << real);
    REQUIRE(multiply(x, fixed_point(real)) == reference::multiply_as_gemmlowp(x, real));
  }
  for (int i = 0; i < 10'000; ++i) {  // factors above 1, where the product fits
    const double real = rng.uniform(1, 1000);
    const std::int32_t x = static_cast<std::int32_t>(rng.below(2'000'000)) - 1'000'000;
    INFO(x << " * " << real);
    REQUIRE(multiply(x, fixed_point(real)) == reference::multiply_as_gemmlowp(x, real));
  }
}

TEST_CASE("a product beyond 32 bits saturates", "[quant]") {
  REQUIRE(multiply(1 << 30, fixed_point(8)) > 1 << 29);
  REQUIRE(multiply(-(1 << 30), fixed_point(8)) < -(1 << 29));
  REQUIRE(multiply(1, fixed_point(1e300)) > 127);
  REQUIRE(multiply(0, fixed_point(1e300)) == 0);
}
