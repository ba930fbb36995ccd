#include "report/text_table.h"

#include <catch2/catch.hpp>

#include "core/error.h"

namespace hybrid::report {
namespace {

TEST_CASE("a table as Markdown is padded and aligns numbers to the right", "[report]") {
  REQUIRE(to_markdown({.header = {"method", "c = 0.9"}, .rows = {{"max_prob", "84.9"}, {"on", "5.0"}}}) ==
          "| method   | c = 0.9 |\n"
          "|----------|--------:|\n"
          "| max_prob |    84.9 |\n"
          "| on       |     5.0 |\n");
}

TEST_CASE("a long cell of a Markdown table does not widen its column", "[report]") {
  const std::string command(61, 'x'), longest(60, 'y');
  REQUIRE(to_markdown({.header = {"run", "command"}, .rows = {{"a", command}, {"b", "c"}}}) ==
          "| run | command |\n"
          "|-----|--------:|\n"
          "| a   | " +
              command +
              " |\n"
              "| b   |       c |\n");
  REQUIRE_THAT(to_markdown({.header = {"run", "command"}, .rows = {{"a", longest}, {"b", "c"}}}),
               Catch::Contains("| " + std::string(59, ' ') + "c |"));
}

TEST_CASE("columns are as wide as the characters in them, not the bytes", "[report]") {
  REQUIRE(to_text({.header = {"a", "b"}, .rows = {{"–", "84–85"}, {"äöüß", "–"}}}) ==
          "a         b\n"
          "–     84–85\n"
          "äöüß      –\n");
}

TEST_CASE("a table without rows is its header", "[report]") {
  REQUIRE(to_markdown({.header = {"name", "value"}, .rows = {}}) == "| name | value |\n|------|------:|\n");
  REQUIRE(to_text({.header = {"name", "value"}, .rows = {}}) == "name  value\n");
}

TEST_CASE("a row of another length than the header is a fault of ours", "[report]") {
  REQUIRE_THROWS_AS(to_markdown({.header = {"a", "b"}, .rows = {{"1"}}}), InternalError);
}

TEST_CASE("fractions are shown in per cent and differences in points with their sign", "[report]") {
  REQUIRE(per_cent(0.849) == "84.9");
  REQUIRE(per_cent(0.12345, 2) == "12.35");
  REQUIRE(per_cent_with_interval(0.849, 0.842, 0.856) == "84.9 (84.2–85.6)");
  REQUIRE(points_with_interval(0.0042, -0.001, 0.0093) == "+0.42 [-0.10, +0.93]");
}

}  // namespace
}  // namespace hybrid::report
