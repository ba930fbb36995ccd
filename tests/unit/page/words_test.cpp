#include "page/words.h"

#include <catch2/catch.hpp>

#include "page/sending.h"
#include "tiny_page.h"

namespace hybrid::page {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("names of any origin are shown, not obeyed", "[page]") {
  REQUIRE(name_html("a<b>&\"") == "<bdi>a&lt;b&gt;&amp;&quot;</bdi>");
  REQUIRE(name_html("שלום 😀") == "<bdi>שלום 😀</bdi>");
  REQUIRE(name_html("x\u202ey\x1b") == "<bdi>x\\u202ey\\u001b</bdi>");
  REQUIRE(name_html("\xff") == "<bdi>\\xff</bdi>");
  REQUIRE(name_html(std::string(61, 'a')) == "<bdi>" + std::string(60, 'a') + "…</bdi>");
  REQUIRE(name_html(std::string(60, 'a')) == "<bdi>" + std::string(60, 'a') + "</bdi>");
}

TEST_CASE("a point is told against each model alone", "[page]") {
  const RunPage run = test::tiny_page();
  const Grid grid = grid_of(run);
  const MethodGrid& entropy = grid.methods.at(1);
  REQUIRE(entropy.method->name() == "entropy");
  const PointText none = text_of(run, grid, entropy, entropy.points.front());
  REQUIRE(none.at("sent") == "0.0");
  REQUIRE(none.at("against_device") == "±0.0");
  REQUIRE(none.at("against_cloud") == "−30.0");
  REQUIRE(none.at("latency") == "200 ms");
  const PointText all = text_of(run, grid, entropy, entropy.points.back());
  REQUIRE(all.at("accuracy") == "90.0");
  REQUIRE(all.at("against_device") == "+30.0");
  REQUIRE(all.at("latency") == "2,200 ms");
  REQUIRE(all.at("rule") == "send every input");
}

TEST_CASE("the battery's days follow the energy of the point", "[page]") {
  RunPage run = test::tiny_page();
  run.battery = cost::Battery{.energy_mj = 2.43e6, .inputs_per_day = 1440, .sleep_mw = 0};
  const Grid grid = grid_of(run);
  const auto at = [&](const GridPoint& point) { return text_of(run, grid, grid.methods.at(1), point); };
  const GridPoint &none = grid.methods.at(1).points.front(), &all = grid.methods.at(1).points.back();
  REQUIRE(at(none).at("days") == "162");  // 2430 J / (1440 * 10.4 mJ)
  REQUIRE(at(none).at("life") == "the battery lasts 162 days");
  REQUIRE(at(all).at("days") == "7.45");  // 2430 J / (1440 * 226.4 mJ)
  run.battery->inputs_per_day = 86400;    // one a second, where sending takes 2.2 s
  REQUIRE(at(all).at("days") == "too slow");
  REQUIRE(at(all).at("life") == "the device is too slow for the rate of the inputs");
  run.battery->inputs_per_day = 0;
  REQUIRE(at(all).at("life") == "the battery has no end");
}

TEST_CASE("a method is called what it decides by", "[page]") {
  eval::RoutingProblem problem = test::tiny_page().problem;
  eval::Method& method = problem.methods.at(3);
  REQUIRE(label_of(problem, method) == "entropy of the probabilities (entropy)");
  method.measure = "own_mix";
  REQUIRE(label_of(problem, method) == "own score (own_mix)");
  method.measure = "auto";
  REQUIRE(label_of(problem, method) == "fitted router (auto)");
  problem.auto_router.emplace();
  problem.auto_router->confidence.slope = 1;
  REQUIRE(label_of(problem, method) == "default (auto, which is max_prob here)");
  problem.auto_router->weight = 0.25;
  REQUIRE(label_of(problem, method) == "fitted router (auto)");
}

TEST_CASE("a threshold on what the device has at hand is a line of C with all its digits", "[page]") {
  RunPage run = test::tiny_page();
  eval::Method& method = run.problem.methods.at(3);
  method.measure = "max_prob";
  const Sending sending = sending_of(run, method, {.requirements = {}, .point = {}, .threshold = 0.383});
  REQUIRE(sending.words == "send an input if its largest probability is below 0.617");
  REQUIRE(sending.cell == "p1 < 0.617");
  REQUIRE(sending.code == "if (largest_probability < 0.617) send_to_cloud();");
  method.measure = "entropy";
  REQUIRE(sending_of(run, method, {.requirements = {}, .point = {}, .threshold = 0.25}).code ==
          "if (entropy_in_nats > 0.25) send_to_cloud();");
  const eval::Method& router = run.problem.methods.at(4);
  REQUIRE(sending_of(run, router, {.requirements = {}, .point = {}, .threshold = 0.25}).code.empty());
  REQUIRE_THAT(sending_of(run, router, {.requirements = {}, .point = {}}).words,
               Contains("no single threshold"));
}

}  // namespace
}  // namespace hybrid::page
