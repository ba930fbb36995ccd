#include "report/latency_section.h"

#include <catch2/catch.hpp>

#include "section_input.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;

std::string section(const eval::RoutingProblem& problem, const config::EvaluationConfig& config) {
  return test::section_text(latency_section, problem, config);
}

TEST_CASE("the latencies of single inputs stand beside their mean", "[report]") {
  const std::string text = section(test::tiny_problem(), {.coverages = {0.8}});
  REQUIRE_THAT(text, Contains("## Latency of single inputs, profile `round`"));
  REQUIRE_THAT(text, Contains("| on_device       |  200 |  200 |  200 |  200 |"));
  REQUIRE_THAT(text, Contains("| on_cloud        | 2000 | 2000 | 2000 | 2000 |"));
  REQUIRE_THAT(text, Contains("| router, c = 0.8 | 1200 |  200 | 2200 | 2200 |"));
  REQUIRE_THAT(text, !Contains("Measured on single inputs") && !Contains("Warning"));
}

TEST_CASE("a deadline adds the share that is too late", "[report]") {
  const std::string text = section(test::tiny_problem(), {.coverages = {0.8}, .deadline_ms = 1000});
  REQUIRE_THAT(text, Contains("> 1000 ms, %"));
  REQUIRE_THAT(text, Contains("100.00 |"));  // on_cloud
}

TEST_CASE("it says what measured values were used for and which were not", "[report]") {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.tune_inputs = {.payload_bytes = std::vector<double>(5, 1),
                         .device_latency_ms = std::vector<double>(5, 100)};
  problem.test_inputs = {.payload_bytes = std::vector<double>(10, 1),
                         .device_latency_ms = std::vector<double>(10, 100)};
  const std::string text = section(problem, {.coverages = {0.8}});
  REQUIRE_THAT(text, Contains("Measured on single inputs and used: the base's `latency_ms`"));
  REQUIRE_THAT(text, Contains("Warning: `payload_bytes` of single inputs not used"));
  REQUIRE_THAT(text, Contains("| on_device       |  100 |"));
}

}  // namespace
}  // namespace hybrid::report
