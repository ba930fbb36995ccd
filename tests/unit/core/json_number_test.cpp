#include "core/json_number.h"

#include <catch2/catch.hpp>

using hybrid::whole_number;
using nlohmann::json;

TEST_CASE("a whole number in JSON is read if it fits, and nothing else is", "[json]") {
  REQUIRE(whole_number<int>(json::parse("2147483647")) == 2147483647);
  REQUIRE(whole_number<int>(json::parse("-2147483648")) == -2147483647 - 1);
  REQUIRE(whole_number<std::uint64_t>(json::parse("18446744073709551615")) == 18446744073709551615U);
  for (const char* text : {"2147483648", "-2147483649", "1e300", "-1e300", "1.0", "1.5", "true", "null",
                           "\"7\"", "[7]", "{}", "18446744073709551615"}) {
    INFO(text);
    REQUIRE_THROWS_AS(whole_number<int>(json::parse(text)), json::exception);
  }
  REQUIRE_THROWS_AS(whole_number<std::size_t>(json::parse("-1")), json::exception);
  REQUIRE_THROWS_WITH(whole_number<std::int8_t>(json::parse("128")),
                      Catch::Matchers::Contains("128 found, expected a whole number from -128 to 127"));
}

TEST_CASE("a whole number that an object lacks has its default", "[json]") {
  const json object{{"a", 3}, {"b", 0.5}};
  REQUIRE(whole_number(object, "a", 7) == 3);
  REQUIRE(whole_number(object, "c", 7) == 7);
  REQUIRE_THROWS_AS(whole_number(object, "b", 7), json::exception);
}
