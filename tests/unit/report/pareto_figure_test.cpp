#include "report/pareto_figure.h"

#include <catch2/catch.hpp>

#include "support/tiny_problem.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;

Figure figure_of(const config::EvaluationConfig& config, const cost::SystemProfile& profile) {
  const eval::RoutingProblem problem = test::tiny_problem();
  return pareto_figure("my-run", eval::evaluate(problem, config, profile, {}, SeedTree(1)), config,
                       eval::shown_curves(problem, config, profile, {}));
}

cost::SystemProfile round_numbers() {
  cost::SystemProfile profile{.name = "round", .description = "", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  return profile;
}

TEST_CASE("the figure shows the default, random, the chosen points and both models, with intervals",
          "[report]") {
  const Figure figure = figure_of({.coverages = {0.8, 0.6}, .bootstrap = 100}, round_numbers());
  REQUIRE_THAT(figure.title, Contains("my-run") && Contains("round"));
  std::vector<std::string> labels;
  for (const auto& series : figure.series) labels.push_back(series.label);
  REQUIRE(labels == std::vector<std::string>{"router (the default)", "random",
                                             "router tuned to keep 0.8, 0.6", "device alone", "cloud alone"});
  for (const auto& series : figure.series)
    if (series.style != SeriesStyle::reference) REQUIRE(series.low.size() == series.x.size());
  const Series& chosen = figure.series[2];
  REQUIRE(chosen.x == std::vector<double>{1200, 1200});  // of 5 tuning examples
  REQUIRE((chosen.low[0] < chosen.y[0] && chosen.y[0] < chosen.high[0]));
  REQUIRE(chosen.group == figure.series[0].group);
  REQUIRE((figure.series[3].x == std::vector<double>{200} && figure.series[3].y[0] == Approx(60)));
}

TEST_CASE("latency budgets that were asked for are the chosen points", "[report]") {
  const Figure figure =
      figure_of({.coverages = {0.8}, .latency_ms = {100, 600}, .bootstrap = 100}, round_numbers());
  REQUIRE(figure.series[2].label == "router within 100, 600 ms");
  REQUIRE(figure.series[2].x.size() == 1);  // no threshold meets 100 ms
}

TEST_CASE("without known latencies there is nothing to show", "[report]") {
  cost::SystemProfile parts{.name = "parts", .kind = cost::ProfileKind::parts};
  parts.parts.device.macs_per_second.value = parts.parts.link.bits_per_second.value = 1;
  REQUIRE(figure_of({.coverages = {0.8}, .bootstrap = 100}, parts).series.empty());
}

}  // namespace
}  // namespace hybrid::report
