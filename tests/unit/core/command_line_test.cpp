#include "core/command_line.h"

#include <catch2/catch.hpp>

namespace hybrid {
namespace {

TEST_CASE("words are quoted only where a shell would take them apart", "[core]") {
  REQUIRE(shell_quoted("--set=a.b:c/d_1,2") == "--set=a.b:c/d_1,2");
  REQUIRE(shell_quoted("") == "''");
  REQUIRE(shell_quoted("two words") == "'two words'");
  REQUIRE(shell_quoted("it's") == "'it'\\''s'");
  REQUIRE(shell_path("-a.c") == "./-a.c");
  REQUIRE(shell_path("a/-b c") == "'a/-b c'");
}

TEST_CASE("the command line is that of this process", "[core]") {
  REQUIRE_THAT(command_line(), Catch::Matchers::Contains("unit_core"));
}

}  // namespace
}  // namespace hybrid
