#include "report/shift_section.h"

#include <catch2/catch.hpp>

#include "section_input.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;

std::string section(const eval::RoutingProblem& problem,
                    const config::EvaluationConfig& config = {.coverages = {0.8}}) {
  return test::section_text(shift_section, problem, config);
}

/// The tiny problem's rows twenty times, with test scores that are moved.
eval::RoutingProblem many(double shift) {
  eval::RoutingProblem problem = test::tiny_problem();
  const auto repeat = [](std::vector<double>& values) {
    const std::vector<double> once = values;
    for (int i = 1; i < 20; ++i) values.insert(values.end(), once.begin(), once.end());
  };
  for (auto* outcomes : {&problem.variants[0].tune, &problem.variants[0].test}) {
    repeat(outcomes->base_value);
    repeat(outcomes->cloud_value);
  }
  for (auto& method : problem.methods) {
    repeat(method.tune);
    repeat(method.test);
    for (double& score : method.test) score += shift;
  }
  return problem;
}

TEST_CASE("tuned and achieved coverage stand side by side with their standard error", "[report]") {
  const std::string text = section(test::tiny_problem());
  REQUIRE_THAT(text, Contains("## How far tuning carries") && Contains("√(c(1−c)(1/5 + 1/10))"));
  // √(0.8 x 0.2 x 0.3) = 21.91 %
  REQUIRE_THAT(text, Contains("| entropy, c = 0.8   |           80.00 |           80.00 |         21.91 |"));
}

TEST_CASE("a deviation of more than three standard errors is called a shift", "[report]") {
  const auto entropy_only = [](eval::RoutingProblem problem) {
    std::erase_if(problem.methods, [](const eval::Method& method) { return method.measure == "router"; });
    return problem;
  };
  REQUIRE_THAT(section(entropy_only(many(0))), !Contains("Warning"));
  const std::string moved = section(entropy_only(many(0.2)));
  REQUIRE_THAT(moved, Contains("**Warning: the test data differ from the tuning data**: 1 of 1 coverages") &&
                          Contains("`evaluation.recalibrate: unlabeled`"));
}

TEST_CASE("recalibration is said and does not hide the shift", "[report]") {
  const config::EvaluationConfig config{.coverages = {0.8}, .recalibrate = config::Recalibration::unlabeled};
  const std::string text = section(many(0.2), config);
  REQUIRE_THAT(text, Contains("labels are not used") && Contains("Warning") && Contains("needs labels"));
}

TEST_CASE("halves of one set are not compared", "[report]") {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.variants[0].tune = problem.variants[0].test;
  for (auto& method : problem.methods) method.tune = method.test;
  problem.half = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  REQUIRE(section(problem).empty());
  REQUIRE_THAT(section(problem, {.coverages = {0.8}, .recalibrate = config::Recalibration::unlabeled}),
               Contains("Thresholds are recalibrated"));
}

}  // namespace
}  // namespace hybrid::report
