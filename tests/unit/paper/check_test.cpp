#include "paper/check.h"

#include <catch2/catch.hpp>

namespace hybrid::test {
using namespace hybrid::paper;
namespace {

PrintedNumber printed(const std::string& text) {
  return {.value = std::stod(text), .tolerance = half_last_place(text), .text = text, .unit = "%"};
}

constexpr auto holds = ClaimVerdict::holds;
constexpr auto rounding = ClaimVerdict::holds_with_rounding;
constexpr auto contradicted = ClaimVerdict::contradicted;

TEST_CASE("a claim holds if what is recomputed rounds to it", "[paper]") {
  REQUIRE(equals(10.3, printed("10")).verdict == holds);
  REQUIRE(equals(10.5, printed("10")).verdict == holds);  // printed numbers may be rounded down at the half
  REQUIRE(equals(10.51, printed("10")).verdict == contradicted);
  REQUIRE(equals(0.1 + 0.2, printed("0.3")).verdict == holds);
  REQUIRE(equals(20, printed("25")).arithmetic == "20 %; printed 25 %");
}

TEST_CASE("a claim holds with rounding if some numbers that round to the printed ones confirm it",
          "[paper]") {
  // 62.88 is printed as 62.8; its parts are rounded, too.
  REQUIRE(equals(Quantity(printed("60.1")) + printed("2.78"), printed("62.8")).verdict == rounding);
  REQUIRE(equals(Quantity(printed("60.10")) + printed("2.78"), printed("62.8")).verdict == contradicted);
  REQUIRE(equals(Quantity(printed("60.1")) + printed("2.78"), printed("62.8")).arithmetic ==
          "60.1 + 2.78 = 62.88 % (62.83 to 62.93 by rounding); printed 62.8 % (62.75 to 62.85 by rounding)");
  PrintedNumber about = printed("10");
  about.tolerance = 1;
  REQUIRE(equals(10.8, about).verdict == rounding);
  REQUIRE(equals(8, about).verdict == contradicted);
}

TEST_CASE("inequalities are judged by values first, then by what rounding allows", "[paper]") {
  REQUIRE(at_most(printed("2.0"), printed("2.0")).verdict == holds);
  REQUIRE(at_most(printed("2.1"), printed("2.0")).verdict == rounding);
  REQUIRE(at_most(printed("2.11"), printed("2.0")).verdict == contradicted);
  REQUIRE(at_most(51.1 + 28.8, 79.9).verdict == holds);  // apart from the computer's own rounding
  REQUIRE(at_least(printed("1.9"), printed("2.0")).verdict == rounding);
  REQUIRE(at_least(printed("1.8"), printed("2.0")).verdict == contradicted);
  REQUIRE(less(2.0, 2.0).verdict == contradicted);
  REQUIRE(less(printed("2.0"), printed("2.0")).verdict == rounding);
  REQUIRE(less(1.9, 2.0).verdict == holds);
  REQUIRE(more(2.0, 2.0).verdict == contradicted);
  REQUIRE(more(printed("2.0"), 2).verdict == rounding);
  REQUIRE(more(2.1, 2.0).verdict == holds);
  REQUIRE(less(2.298, 2).arithmetic == "2.298; must be less than 2");
}

}  // namespace
}  // namespace hybrid::test
