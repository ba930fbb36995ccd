#include "report/wrapped_text.h"

#include <catch2/catch.hpp>

using namespace hybrid::report;

TEST_CASE("text is broken at blanks, further lines are indented", "[report]") {
  REQUIRE(wrapped("one two three", 7) == "one two\nthree");
  REQUIRE(wrapped("one two three", 7, 2) == "one two\n  three");
  REQUIRE(wrapped("a verylongword b", 5) == "a\nverylongword\nb");
  REQUIRE(wrapped("± ± ±", 3) == "± ±\n±");  // characters, not bytes
  REQUIRE(wrapped("", 10).empty());
}
