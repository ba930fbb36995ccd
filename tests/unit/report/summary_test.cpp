#include "report/summary.h"

#include <catch2/catch.hpp>

#include "support/tiny_problem.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

cost::SystemProfile round_profile() {
  cost::SystemProfile profile{
      .name = "round", .description = "round numbers", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
  return profile;
}

/// The summary of the tiny problem with comparisons put in by hand.
std::string summary(std::vector<eval::Comparison> comparisons, const cost::Workload& workload = {}) {
  const eval::RoutingProblem problem = test::tiny_problem();
  const config::EvaluationConfig config{
      .coverages = {0.8, 0.6}, .latency_ms = {100, 600, 1000}, .bootstrap = 100};
  eval::Evaluation evaluation = eval::evaluate(problem, config, round_profile(), workload, SeedTree(1));
  evaluation.comparisons = std::move(comparisons);
  return summary_markdown(
      {.name = "my-run", .notes = {"Labels are synthetic."}, .evaluation = evaluation, .config = config});
}

eval::Comparison difference(double coverage, double delta, double low, double high) {
  return {.method = "router",
          .against = "entropy",
          .target_coverage = coverage,
          .delta = delta,
          .ci = {low, high},
          .p_mcnemar = 0.5};
}

TEST_CASE("a summary opens with the run's name, its notes and what the data are", "[report]") {
  REQUIRE_THAT(summary({}),
               StartsWith("# my-run\n\nLabels are synthetic.\n\n"
                          "Base 60.00 %, cloud 90.00 % right on 10 test examples; sending helps 40.0 % of "
                          "them and harms 10.0 %. Thresholds were chosen on 5 other examples."));
}

TEST_CASE("a summary says what accuracy means where it is not the share of right answers", "[report]") {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.accuracy.utility = "costs.csv";
  const config::EvaluationConfig config{.coverages = {0.8}, .latency_ms = {600}, .bootstrap = 100};
  const eval::Evaluation evaluation = eval::evaluate(problem, config, round_profile(), {}, SeedTree(1));
  REQUIRE_THAT(summary_markdown({.name = "my-run", .notes = {}, .evaluation = evaluation, .config = config}),
               StartsWith("# my-run\n\nAccuracy here is the mean value of the answers by costs.csv.\n\n"
                          "Base 60.00 %, cloud 90.00 % by that on 10 test examples;") &&
                   Contains("| paper's upper bound (A.2)  |") && !Contains("75.0 |"));
}

TEST_CASE("the budget table has coverages, energies, methods, bound and ceiling", "[report]") {
  const std::string text = summary({});
  REQUIRE_THAT(text, Contains("## Accuracy over mean latency, profile `round`"));
  REQUIRE_THAT(text, Contains("round numbers: 200 ms for every input, 2000 ms on top if it is sent"));
  // 600 ms keep 80 % on the device, 1000 ms 60 %; 100 ms cannot be met.
  REQUIRE_THAT(text, Contains("| (kept on the device)       |      – |"));
  REQUIRE_THAT(text, Contains("| on_cloud (90.0 at 2000 ms) |      – |"));
  REQUIRE_THAT(text, Contains("80.0 %") && Contains("60.0 %"));
  REQUIRE_THAT(text, Contains("30 mJ") && Contains("50 mJ"));
  // A.2: 0.6 + (0.3 / 0.4) * 0.2 = 0.75, then min(0.9, ...) = 0.9; true ceilings 0.8 and 1.
  REQUIRE_THAT(text, Contains("| paper's upper bound (A.2)  |"));
  REQUIRE_THAT(text, Contains("75.0 |") && Contains("| true ceiling               |"));
}

TEST_CASE("an interval above zero reads as ahead, below as behind, around as no difference", "[report]") {
  REQUIRE_THAT(summary({difference(0.8, 0.1, 0.05, 0.15), difference(0.6, 0.2, 0.1, 0.3)}),
               Contains("- against `entropy`: ahead at c = 0.8, 0.6\n"));
  REQUIRE_THAT(summary({difference(0.8, -0.1, -0.15, -0.05), difference(0.6, 0.2, 0.1, 0.3)}),
               Contains("- against `entropy`: ahead at c = 0.6; **behind** at c = 0.8\n"));
  REQUIRE_THAT(summary({difference(0.8, 0.1, -0.05, 0.15), difference(0.6, 0, 0, 0)}),
               Contains("- against `entropy`: no difference that 10 examples show at c = 0.8, 0.6\n"));
}

TEST_CASE("differences are in points with their intervals, one row per coverage", "[report]") {
  REQUIRE_THAT(summary({difference(0.8, 0.1, -0.05, 0.15), difference(0.6, -0.2, -0.3, -0.1)}),
               Contains("`router` minus others, in points of accuracy") &&
                   Contains("| kept on the device |           minus entropy |\n") &&
                   Contains("| c = 0.8            |  +10.00 [-5.00, +15.00] |\n") &&
                   Contains("| c = 0.6            | -20.00 [-30.00, -10.00] |\n"));
}

TEST_CASE("without comparisons there is no section about them", "[report]") {
  REQUIRE_THAT(summary({}), !Contains("Differences"));
}

TEST_CASE("costs are shown by coverage, with the router where it costs, and what is not counted is said",
          "[report]") {
  const std::string text = summary({});
  REQUIRE_THAT(text, Contains("## What an input costs on average, profile `round`"));
  REQUIRE_THAT(text, Contains("| c = 0.8             |         600 |         30 |\n"));
  REQUIRE_THAT(text, Contains("| nothing, cloud only |        2000 |        100 |\n"));
  REQUIRE_THAT(text, Contains("Not counted: macs:"));
  REQUIRE_THAT(summary({}, {.base_macs = 1e6, .cloud_macs = 2e6}),
               Contains("with the router |") && !Contains("Not counted"));
}

TEST_CASE("a profile that cannot price the models says why", "[report]") {
  const eval::RoutingProblem problem = test::tiny_problem();
  const config::EvaluationConfig config{.bootstrap = 100};
  cost::SystemProfile parts{.name = "parts", .description = "in parts", .kind = cost::ProfileKind::parts};
  parts.parts.device.macs_per_second.value = parts.parts.link.bits_per_second.value = 1;
  const eval::Evaluation evaluation = eval::evaluate(problem, config, parts, {}, SeedTree(1));
  REQUIRE_THAT(summary_markdown({.name = "r", .notes = {}, .evaluation = evaluation, .config = config}),
               Contains("profile `parts`") && Contains("Not counted: latency, energy:"));
}

TEST_CASE("what was left out is listed with its reason", "[report]") {
  REQUIRE_THAT(summary({}), Contains("## Left out\n\n- `margin`: not defined for a single class\n"));
}

TEST_CASE("an exchanged problem's summary opens with how its halves serve twice", "[report]") {
  eval::RoutingProblem problem = test::tiny_problem();
  for (auto& variant : problem.variants) variant.tune = variant.test;
  for (auto& method : problem.methods) method.tune = method.test;
  problem.half = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  const config::EvaluationConfig config{.coverages = {0.8, 0.6}, .latency_ms = {600}, .bootstrap = 100};
  const eval::Evaluation evaluation = eval::evaluate(problem, config, round_profile(), {}, SeedTree(1));
  const std::string text =
      summary_markdown({.name = "my-run", .notes = {}, .evaluation = evaluation, .config = config});
  REQUIRE_THAT(
      text,
      Contains("right on 10 test examples; sending helps 40.0 % of them and harms 10.0 %. They serve "
               "twice: cut in two halves, each half is measured with the thresholds") &&
          Contains("Every figure is the mean over the two exchanges; intervals are 95 %, over all 10."));
  REQUIRE_THAT(
      text, Contains("Thresholds keep each budget on the half they were chosen on; where they are measured "
                     "the mean latency exceeds it by up to"));
}

TEST_CASE("the LaTeX table has the cells of the Markdown table", "[report]") {
  const eval::RoutingProblem problem = test::tiny_problem();
  const config::EvaluationConfig config{.coverages = {0.8}, .latency_ms = {600}, .bootstrap = 100};
  const eval::Evaluation evaluation = eval::evaluate(problem, config, round_profile(), {}, SeedTree(1));
  const std::string latex = budget_table_latex(evaluation);
  REQUIRE_THAT(latex, StartsWith("% Accuracy over mean latency, profile round; 95 % intervals\n"));
  REQUIRE_THAT(latex, Contains("on\\_device") && Contains("600 ms") && Contains("80.0 \\%"));
  REQUIRE_THAT(budget_table_markdown({.name = "", .notes = {}, .evaluation = evaluation, .config = config}),
               Contains("on_device") && Contains("80.0 %"));
}

}  // namespace
}  // namespace hybrid::report
