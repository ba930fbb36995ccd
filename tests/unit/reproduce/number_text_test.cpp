#include "reproduce/number_text.h"

#include <catch2/catch.hpp>
#include <limits>

#include "support/tiny_table.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("numbers have the printed places and three digits at least; whole ones no places of their own",
          "[reproduce]") {
  REQUIRE(rounded(62.837, 1) == "62.8");
  REQUIRE(rounded(10.368, 0) == "10.4");
  REQUIRE(rounded(139.968, 0) == "140");
  REQUIRE(rounded(0.6514, 1) == "0.651");
  REQUIRE(rounded(12.787456, 2) == "12.79");
  REQUIRE(rounded(200, 0) == "200");
  REQUIRE(rounded(30.000000000000004, 0) == "30");
  REQUIRE(rounded(70, 1) == "70.0");
  REQUIRE(rounded(0, 0) == "0");
  REQUIRE(rounded(-0.5049, 0) == "-0.505");
  REQUIRE(rounded(42690, 0) == "42,690");
  REQUIRE(rounded(19650.4, 0) == "19,650");
  REQUIRE(rounded(1.23456e-9, 0) == "1.23e-09");
  REQUIRE(rounded(1e30, 0) == "1e+30");
  REQUIRE(rounded(std::numeric_limits<double>::quiet_NaN(), 1) == "nan");
}

TEST_CASE("an interval has the places of its number", "[reproduce]") {
  const auto table = test::tiny_table();
  const NumberText text = text_of(table.parts[1].numbers[0]);
  REQUIRE(
      (text.ours == "72.5" && text.interval == "71.7–73.5" && text.printed == "~57.0" && text.mark.empty()));
}

TEST_CASE("within and outside are marked; what is missing is empty", "[reproduce]") {
  const auto table = test::tiny_table();
  const NumberText within = text_of(table.parts[0].numbers[0]), missing = text_of(table.parts[1].numbers[2]);
  REQUIRE((within.ours == "62.8" && within.mark == "✓" && within.interval.empty()));
  REQUIRE(text_of(table.parts[0].numbers[1]).mark == "✗");
  REQUIRE((missing.ours.empty() && missing.printed == "79.9" && missing.mark.empty()));
}

TEST_CASE("on other data the printed number's last places are not ours to fill", "[reproduce]") {
  ReproducedNumber number{.row = "a",
                          .column = "b",
                          .unit = "%",
                          .printed = test::printed_number(76.93, "76.93"),
                          .ours = 80.351,
                          .standing = Standing::other_data};
  REQUIRE(text_of(number).ours == "80.4");
  number.standing = Standing::outside;
  REQUIRE(text_of(number).ours == "80.35");
}

TEST_CASE("the legend explains the marks that occur and no others", "[reproduce]") {
  const auto table = test::tiny_table();
  REQUIRE_THAT(legend_of(table.parts[0].numbers),
               Contains("✓") && Contains("✗") && !Contains("~") && !Contains("95 %"));
  REQUIRE_THAT(legend_of(table.parts[1].numbers),
               !Contains("✓") && Contains("other data") && Contains("~") && Contains("95 %"));
  REQUIRE(legend_of({}).empty());
}

}  // namespace
}  // namespace hybrid::reproduce
