#include "report/outage_section.h"

#include <catch2/catch.hpp>

#include "section_input.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;

std::string section(const config::EvaluationConfig& config) {
  return test::section_text(outage_section, test::tiny_problem(), config);
}

TEST_CASE("what remains without a cloud stands beside what there is with one", "[report]") {
  const std::string text = section({.coverages = {0.8}, .outages = {0.5, 1}, .timeout_ms = 1000.0});
  REQUIRE_THAT(text, Contains("away 50 % of the time") && Contains("after 1000 ms"));
  // entropy sends two of ten, whose base is wrong and cloud right: 80 % at 600 ms become 70 % and 60 %.
  REQUIRE_THAT(text, Contains("| entropy, c = 0.8") && Contains("80.00 at 600 ms") &&
                         Contains("70.00 at 500 ms") && Contains("60.00 at 400 ms"));
}

TEST_CASE("without a timeout the device waits as long as for an answer", "[report]") {
  const std::string text = section({.coverages = {0.8}, .outages = {1}});
  REQUIRE_THAT(text, Contains("after as long as an answer would have taken"));
  REQUIRE_THAT(text, Contains("60.00 at 600 ms"));
}

TEST_CASE("no outages, no section", "[report]") {
  REQUIRE(section({.coverages = {0.8}, .outages = {}}).empty());
}

}  // namespace
}  // namespace hybrid::report
