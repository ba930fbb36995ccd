// --cross-fit, by its old name --exchange: one pair of prediction sets, whose two halves tune each other.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::ordered_json;

TEST_CASE("with --exchange every example is measured, and the table says how", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.evaluate({"--exchange"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("They serve twice: cut in two halves"));
  REQUIRE_THAT(outcome.out,
               Contains("run: 200 test examples, two halves, each measured with what the other"));
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  REQUIRE(metrics["data"]["exchanged"] == true);
  REQUIRE((metrics["data"]["n_tune"] == 200 && metrics["data"]["n_test"] == 200));
  REQUIRE(metrics["methods"]["max_prob"]["points"][0]["threshold"].is_null());
  REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("exchange: true"));
  const std::string split = read_file(here / "run/split.csv");
  REQUIRE_THAT(split, StartsWith("id,part\nx0,") && Contains(",first_half\n") && Contains(",second_half\n"));
  REQUIRE(std::count(split.begin(), split.end(), '\n') == 201);
}

TEST_CASE("a word that is no truth value is refused by the name of its flag", "[cli]") {
  const Workplace here;
  for (const std::string word : {"banana", "99999999999999999999"})
    for (const std::string flag : {"--cross-fit", "--exchange"}) {
      const Outcome outcome = here.run("hybrid", {"tune", "--base", "base.npz", "--cloud", "cloud.npz",
                                                  "--latency", "600", flag + "=" + word});
      INFO(outcome.err);
      REQUIRE(outcome.exit_code == 2);
      REQUIRE_THAT(outcome.err, Contains("--cross-fit") && Contains("'" + word + "', must be true or false"));
    }
}

TEST_CASE("cross-fitting may stand in the file as well, by either name, and gives the same", "[cli]") {
  const Workplace flag;
  REQUIRE(flag.evaluate({"--cross-fit"}).exit_code == 0);
  for (const std::string key : {"cross_fit", "exchange"}) {
    const Workplace file;
    file.file("eval.yaml", key + ": true\n");
    REQUIRE(file.evaluate({"--config", "eval.yaml"}).exit_code == 0);
    for (const auto* name :
         {"run/metrics.json", "run/curves.csv", "run/table.md", "run/split.csv", "run/config.yaml"})
      REQUIRE(read_file(flag / name) == read_file(file / name));
  }
}

TEST_CASE("a measure's threshold to deploy is tuned on all examples of an exchanged run", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--exchange"}).exit_code == 0);
  const Outcome table = here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8"});
  REQUIRE_THAT(table.out, Contains("thresholds from all 200 examples"));
  const Json by_coverage =
      json_of(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8", "--json"}));
  REQUIRE(by_coverage["exchanged"] == true);
  const Json& point = by_coverage["points"][0];
  REQUIRE(point["threshold"].is_number());
  REQUIRE(point["tuned_coverage"].get<double>() == Approx(0.8).margin(0.005));
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  REQUIRE(point["accuracy"] == metrics["methods"]["max_prob"]["points"][1]["accuracy"]);
  REQUIRE(point["coverage"] == metrics["methods"]["max_prob"]["points"][1]["coverage"]);
  const Json by_accuracy =
      json_of(here.run("hybrid", {"tune", "--run", "run", "--accuracy", "80%", "--json"}));
  REQUIRE(by_accuracy["points"][0]["threshold"].is_number());
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--accuracy", "99.9%"}), 5, "out of reach");
}

TEST_CASE("a router that was fitted on each half anew has no threshold to deploy", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.run("hybrid", {"tune", "--base", "base.npz", "--cloud", "cloud.npz",
                                              "--exchange", "--method", "router", "--coverage", "0.8"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  std::string text = outcome.out;
  std::ranges::replace(text, '\n', ' ');
  REQUIRE_THAT(text, Contains("no threshold, because router was fitted on each half anew") &&
                         Contains(" no one rule, because router is fitted on each half anew: "));
}

TEST_CASE("the other commands read an exchanged run and a pair that is to be exchanged", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--exchange", "--full-curve", "full.csv"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "full.csv"), StartsWith("method,sent,coverage,threshold,accuracy,half\n"));
  for (const auto* command : {"entropy", "bound", "cost"}) {
    const Outcome of_run = here.run("hybrid", {command, "--run", "run"});
    const Outcome of_pair =
        here.run("hybrid", {command, "--base", "base.npz", "--cloud", "cloud.npz", "--exchange"});
    INFO(of_run.err << of_pair.err);
    REQUIRE((of_run.exit_code == 0 && of_pair.exit_code == 0));
  }
  REQUIRE_THAT(here.run("hybrid", {"entropy", "--run", "run"}).out, Contains("on 200 test examples"));
}

TEST_CASE("--exchange excludes other ways to tune", "[cli]") {
  const Workplace here;
  require_refusal(here.evaluate({"--exchange", "--tune-fraction", "0.3"}), 2,
                  "--cross-fit cuts into halves: leave out --tune-fraction");
  require_refusal(here.evaluate({"--exchange", "--tune-base", "base.npz", "--tune-cloud", "cloud.npz"}), 2,
                  "leave out --tune-base and --tune-cloud");
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--exchange", "--coverage", "0.8"}), 2,
                  "go with --base and --cloud");
  here.file("one.csv", "label,p0,p1\n0,0.9,0.1\n");
  require_refusal(here.run("hybrid", {"evaluate", "--base", "one.csv", "--cloud", "one.csv", "--exchange"}),
                  4, "one.csv: too few examples (1) for two halves");
}

}  // namespace
}  // namespace hybrid::test
