#include "config/fields.h"

#include <catch2/catch.hpp>

#include <limits>

#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("bounds read as intervals and comparisons", "[config]") {
  REQUIRE(bounds_words({.doc = ""}).empty());
  REQUIRE(bounds_words({.doc = "", .min = 1}) == ">= 1");
  REQUIRE(bounds_words({.doc = "", .above = 0}) == "> 0");
  REQUIRE(bounds_words({.doc = "", .max = 0.5}) == "<= 0.5");
  REQUIRE(bounds_words({.doc = "", .below = 1}) == "< 1");
  REQUIRE(bounds_words({.doc = "", .min = 0, .max = 1}) == "in [0, 1]");
  REQUIRE(bounds_words({.doc = "", .above = 0, .below = 1}) == "in (0, 1)");
}

TEST_CASE("each bound includes or excludes its own value", "[config]") {
  REQUIRE(within_bounds(1, {.doc = "", .min = 1, .max = 1}));
  REQUIRE_FALSE(within_bounds(1, {.doc = "", .above = 1}));
  REQUIRE_FALSE(within_bounds(1, {.doc = "", .below = 1}));
  REQUIRE_FALSE(within_bounds(0.9, {.doc = "", .min = 1}));
  REQUIRE_FALSE(within_bounds(1.1, {.doc = "", .max = 1}));
  REQUIRE(within_bounds(1e300, {.doc = ""}));
}

TEST_CASE("values are written as YAML on one line", "[config]") {
  double number = 1e-5;
  std::optional<double> nothing;
  std::string text = "a\"b\\c\nd \xc3\xa9";
  std::vector<int> widths = {256, 64};
  std::vector<std::string> names = {"no", ""};
  REQUIRE(value_text(&number, {.doc = ""}) == "1e-05");
  REQUIRE(value_text(&nothing, {.doc = "", .empty_word = "oracle"}) == "oracle");
  REQUIRE(value_text(&text, {.doc = ""}) == "\"a\\\"b\\\\c\\x0ad \xc3\xa9\"");
  REQUIRE(value_text(&widths, {.doc = ""}) == "[256, 64]");
  REQUIRE(value_text(&names, {.doc = ""}) == "[\"no\", \"\"]");
}

TEST_CASE("a value that no config can say is our fault", "[config]") {
  double number = std::numeric_limits<double>::quiet_NaN();
  REQUIRE_THROWS_AS(value_text(&number, {.doc = ""}), InternalError);
}

TEST_CASE("an enum's word is found in its table, and a value without one is our fault", "[config]") {
  REQUIRE(name_of(Colour::green, kColourNames) == "green");
  constexpr std::array kOnlyRed{Named{Colour::red, "red"}};
  REQUIRE_THROWS_AS(name_of(Colour::green, kOnlyRed), InternalError);
}
