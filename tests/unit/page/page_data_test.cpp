#include "page/page_data.h"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "eval/tuning.h"
#include "page/words.h"
#include "tiny_page.h"

namespace hybrid::page {
namespace {

using Json = nlohmann::json;

/// The texts of a column, which is front coded.
std::vector<std::string> texts_of(const Json& column) {
  std::vector<std::string> texts;
  for (const auto& entry : column) {
    const std::string before = texts.empty() ? "" : texts.back();
    texts.push_back(before.substr(0, entry.at(0).get<std::size_t>()) + entry.at(1).get<std::string>());
  }
  return texts;
}

TEST_CASE("the page holds what tune says, at every stop of the slider", "[page]") {
  const RunPage run = test::tiny_page();
  const Grid grid = grid_of(run);
  const Json json = Json::parse(page_data(run, grid));
  REQUIRE(json.at("steps") == 200);
  for (const auto& method : json.at("methods")) {
    if (!method.at("chosen").get<bool>()) continue;
    const eval::Method& scored = run.problem.method(method.at("name"));
    const eval::MethodCosts costs = eval::costs_of(run.problem, scored, run.profile, run.workload);
    std::map<std::string, std::vector<std::string>> texts;
    for (const auto& [name, column] : method.at("text").items()) texts[name] = texts_of(column);
    for (std::size_t step = 0; step <= 200; ++step) {
      const auto text = [&](const char* name) { return texts.at(name).at(step); };
      const double coverage = parse_double(text("coverage")).value();
      CAPTURE(scored.name(), step);
      REQUIRE(coverage == Approx(1 - static_cast<double>(step) / 200));
      const eval::Tuning tuning = eval::tune({.coverage = coverage}, run.problem, scored, costs);
      const eval::OperatingPoint& point = std::get<eval::TunedPoint>(tuning).point;
      REQUIRE(method.at("sent").at(step).get<double>() == Approx(100 * (1 - point.coverage)).margin(1e-9));
      REQUIRE(method.at("accuracy").at(step).get<double>() == Approx(100 * point.accuracy).epsilon(1e-5));
      REQUIRE(method.at("latency").at(step).get<double>() == Approx(point.latency_ms.value()).epsilon(1e-5));
      REQUIRE(text("accuracy") == fmt::format("{:.1f}", 100 * point.accuracy));
      REQUIRE(text("sent") == fmt::format("{:.1f}", 100 * (1 - point.coverage)));
    }
  }
}

TEST_CASE("the counts of decisions belong to the point", "[page]") {
  const RunPage run = test::tiny_page();
  const Json json = Json::parse(page_data(run, grid_of(run)));
  // kept_right, kept_wrong_both, missed_help, sent_helped, useless_send, harmful_send
  const auto counts = [&](std::size_t method, std::size_t step) {
    REQUIRE(json.at("methods").at(method).at("decisions").size() == 201);
    return json.at("methods").at(method).at("decisions").at(step);
  };
  REQUIRE(json.at("methods").at(1).at("name") == "entropy");
  REQUIRE(counts(1, 0) == Json({6, 0, 4, 0, 0, 0}));
  REQUIRE(counts(1, 40) == Json({6, 0, 2, 2, 0, 0}));
  REQUIRE(counts(1, 200) == Json({0, 0, 0, 4, 5, 1}));
  // The router's scores are larger on test, so that it sends some where the tuning part sent none.
  REQUIRE(counts(0, 0) == Json({1, 0, 4, 0, 4, 1}));
}

TEST_CASE("with a confidence the stops are certified, or nothing is sent", "[page]") {
  RunPage run = test::tiny_page();
  run.measured.confidence = 0.95;
  const Grid grid = grid_of(run);
  const MethodGrid& entropy = grid.methods.at(1);
  // Five examples certify a coverage of 0.05^(1/5) = 0.549 at best, and keeping everything.
  for (const auto& point : entropy.points) {
    CAPTURE(point.step);
    REQUIRE(point.uncertified == (point.step > 0 && point.step <= 90));
    REQUIRE(point.tuned.certificate.value().examples == 5);
  }
  const PointText none = text_of(run, grid, entropy, entropy.points.at(40));
  REQUIRE(none.at("asked") == "20.0");
  REQUIRE(none.at("sent") == "0.0");
  REQUIRE(none.at("coverage") == "1");  // so that tune repeats the point
  REQUIRE(none.at("rule") == "send no input");
  REQUIRE(none.at("origin") ==
          "That at most 20.0 % are sent cannot be certified with 95 % confidence on 5 tuning examples, which "
          "are not among the test inputs: nothing is sent.");
  REQUIRE(text_of(run, grid, entropy, entropy.points.at(91)).at("origin") ==
          "That at most 45.5 % of new inputs are sent holds with 95 % confidence, certified on 5 tuning "
          "examples, which are not among the test inputs.");
  const Json json = Json::parse(page_data(run, grid));
  REQUIRE(json.at("methods").at(1).at("decisions").at(40) == Json({6, 0, 4, 0, 0, 0}));
  // The router is fitted to the five, so that they certify nothing of it.
  const MethodGrid& router = grid.methods.at(0);
  REQUIRE_FALSE(router.points.at(40).tuned.certificate);
  REQUIRE(text_of(run, grid, router, router.points.at(40)).at("origin") ==
          "Chosen on 5 tuning inputs, which are not among the test inputs.");
}

TEST_CASE("recalibrated stops send the share that was asked for", "[page]") {
  RunPage run = test::tiny_page();
  run.measured.recalibrate = config::Recalibration::unlabeled;
  run.commands.before_threshold = " --threshold ";
  const Grid grid = grid_of(run);
  const Json json = Json::parse(page_data(run, grid));
  // Sent are 5 and 4 of the router's scores, a harmful and a useless one.
  REQUIRE(json.at("methods").at(0).at("decisions").at(40) == Json({4, 0, 4, 0, 1, 1}));
  REQUIRE(json.at("methods").at(0).at("sent").at(40) == 20);
  REQUIRE(texts_of(json.at("methods").at(1).at("text").at("threshold")).at(40) == "0.4");
  REQUIRE(texts_of(json.at("methods").at(1).at("text").at("threshold")).at(200) == "");  // infinite
  const std::string html = html_of(run);
  REQUIRE(html.find(" --threshold <span data-slot=\"threshold\">3</span> --out router.c") !=
          std::string::npos);
  REQUIRE(html.find("Chosen on the scores of the 10 test inputs, whose labels are not used.") !=
          std::string::npos);
  REQUIRE(html.find("Tuning against test") == std::string::npos);
}

TEST_CASE("methods that nothing is tuned for are curves only", "[page]") {
  const RunPage run = test::tiny_page();
  const Json json = Json::parse(page_data(run, grid_of(run)));
  std::vector<std::string> curves;
  for (const auto& method : json.at("methods"))
    if (!method.at("chosen").get<bool>()) {
      curves.push_back(method.at("name"));
      REQUIRE(method.at("sent").size() == 21);
      REQUIRE_FALSE(method.contains("text"));
    }
  REQUIRE(curves == std::vector<std::string>{"random", "oracle"});
  REQUIRE(json.at("device").at("accuracy").at(0) == 60.0);
  REQUIRE(json.at("cloud").at("accuracy").at(0) == 90.0);
  REQUIRE(json.at("cloud").at("latency").at(0) == 2000.0);  // without the device's part
}

TEST_CASE("three own scores can be chosen beside all main methods, and further methods fill up to six",
          "[page]") {
  RunPage run = test::tiny_page();
  const eval::Method like = run.problem.methods.at(3);
  for (const char* measure : {"auto", "max_prob", "margin", "own_a", "own_b", "own_c", "own_d"}) {
    run.problem.methods.push_back(like);
    run.problem.methods.back().measure = measure;
  }
  const auto chosen = [&] {
    std::vector<std::string> names;
    for (const auto& method : grid_of(run).methods)
      if (method.chosen) names.push_back(method.method->name());
    return names;
  };
  REQUIRE(chosen() ==
          std::vector<std::string>{"auto", "router", "max_prob", "entropy", "own_a", "own_b", "own_c"});
  std::erase_if(run.problem.methods, [](const auto& method) { return method.measure.starts_with("own"); });
  REQUIRE(chosen() == std::vector<std::string>{"auto", "router", "max_prob", "entropy", "margin"});
}

TEST_CASE("no name ends the script that holds the data", "[page]") {
  RunPage run = test::tiny_page();
  run.problem.methods.at(3).measure = "</script><!--<script>";
  const std::string data = page_data(run, grid_of(run));
  REQUIRE(data.find('<') == std::string::npos);
  REQUIRE_THAT(data, Catch::Matchers::Contains("\\u003c/script>"));
  REQUIRE(Json::parse(data).at("methods").at(1).at("name") == "</script><!--<script>");
}

}  // namespace
}  // namespace hybrid::page
