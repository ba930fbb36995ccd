// --utility: what an answer is worth, wherever two models' outputs are read.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

const std::string kIdentity = "1,0,0\n0,1,0\n0,0,1\n";

nlohmann::json metrics_of(const Workplace& here, const std::string& run) {
  return nlohmann::json::parse(read_file(here / run / "metrics.json"));
}

TEST_CASE("the utility is told in metrics.json and in words in table.md", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.evaluate({"--utility", "balanced_accuracy"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/table.md"),
               Contains("Accuracy here is balanced accuracy, the mean over the classes"));
  REQUIRE_THAT(outcome.out, Contains("accuracy here is balanced accuracy, the mean over the classes"));
  REQUIRE(metrics_of(here, "run")["data"]["utility"] == "balanced_accuracy");
  REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("utility: \"balanced_accuracy\""));
  // Later commands know it, too.
  REQUIRE_THAT(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8", "--method", "max_prob"}).err,
               Contains("accuracy: balanced accuracy"));
}

TEST_CASE("a table of ones on the diagonal is accuracy, by another name", "[cli]") {
  const Workplace here;
  here.file("tables/costs.csv", kIdentity);
  REQUIRE(here.evaluate({"--out", "plain"}).exit_code == 0);
  REQUIRE(here.evaluate({"--out", "table", "--utility", "tables/costs.csv"}).exit_code == 0);
  auto plain = metrics_of(here, "plain"), table = metrics_of(here, "table");
  REQUIRE(table["data"]["utility"] == "costs.csv");
  REQUIRE(table["ceilings"][0]["paper_upper_bound"].is_null());
  table["data"].erase("utility");
  for (std::size_t c = 0; c < plain["ceilings"].size(); ++c)
    table["ceilings"][c]["paper_upper_bound"] = plain["ceilings"][c]["paper_upper_bound"];
  for (auto& profile : table["budgets"])
    for (auto& bound : profile["bounds"]) REQUIRE(bound["paper_upper_bound"].is_null());
  for (auto* metrics : {&table, &plain})
    for (auto& profile : (*metrics)["budgets"])
      for (auto& bound : profile["bounds"]) bound.erase("paper_upper_bound");
  REQUIRE(table == plain);
}

TEST_CASE("a run keeps its table, and its config finds it again", "[cli]") {
  const Workplace here;
  here.file("tables/costs.csv", kIdentity);
  REQUIRE(here.evaluate({"--utility", (here / "tables/costs.csv").string()}).exit_code == 0);
  REQUIRE(read_file(here / "run/utility/costs.csv") == kIdentity);
  REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("utility: \"utility/costs.csv\""));
  const auto manifest = nlohmann::json::parse(read_file(here / "run/manifest.json"));
  REQUIRE(manifest["inputs"][2]["role"] == "utility");
  const Outcome again = here.run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz",
                                            "--config", "run/config.yaml", "--out", "again"});
  INFO(again.err);
  REQUIRE(again.exit_code == 0);
  REQUIRE(read_file(here / "again/metrics.json") == read_file(here / "run/metrics.json"));
  REQUIRE(read_file(here / "again/config.yaml") == read_file(here / "run/config.yaml"));
}

TEST_CASE("another table makes another run", "[cli]") {
  const Workplace here;
  here.file("costs.csv", kIdentity);
  REQUIRE(here.evaluate({"--utility", "costs.csv"}).exit_code == 0);
  REQUIRE_THAT(here.evaluate({"--utility", "costs.csv"}).err, Contains("up to date"));
  here.file("costs.csv", "1,0,0\n0,1,0\n0,0,2\n");
  REQUIRE(here.evaluate({"--utility", "costs.csv"}).exit_code == 4);
  REQUIRE(here.evaluate({"--utility", "costs.csv", "--force"}).exit_code == 0);
}

TEST_CASE("tune, bound and entropy measure by the utility that is asked for", "[cli]") {
  const Workplace here;
  here.file("costs.csv", "0,-1,-1\n-1,0,-1\n-1,-1,0\n");
  const std::vector<std::string> data{"--base",    "base.npz",  "--cloud", "cloud.npz",
                                      "--utility", "costs.csv", "--json"};
  const auto json_of = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), data.begin(), data.end());
    const Outcome outcome = here.run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.err, Contains("accuracy: the mean value of the answers by costs.csv"));
    return nlohmann::json::parse(outcome.out);
  };
  // Every error costs 1: accuracy minus 1.
  const auto point = json_of({"tune", "--coverage", "0.8", "--method", "max_prob"})["points"][0];
  REQUIRE(point["accuracy"].get<double>() < 0);
  REQUIRE((point["ci_low"] < point["accuracy"] && point["accuracy"] < point["ci_high"]));
  REQUIRE(json_of({"entropy"})["methods"]["entropy"]["points"][0]["accuracy"].get<double>() < 0);
  const auto bound = json_of({"bound"})["points"][0];
  REQUIRE(bound["paper_upper_bound"].is_null());
  REQUIRE(bound["at_most"].get<double>() < 0);
}

TEST_CASE("runs by another utility are not compared, nor by another table of the same name", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "plain"}).exit_code == 0);
  REQUIRE(here.evaluate({"--out", "balanced", "--utility", "balanced_accuracy"}).exit_code == 0);
  here.file("costs.csv", kIdentity);
  REQUIRE(here.evaluate({"--out", "first", "--utility", "costs.csv"}).exit_code == 0);
  here.file("costs.csv", "1,0,0\n0,1,0\n0,0,2\n");
  REQUIRE(here.evaluate({"--out", "second", "--utility", "costs.csv"}).exit_code == 0);
  const auto compare = [&](const std::string& one, const std::string& other) {
    return here.run("hybrid", {"compare", one, other});
  };
  REQUIRE(compare("first", "first").exit_code == 0);
  require_refusal(compare("plain", "balanced"), 4, "balanced: means something else by accuracy");
  REQUIRE_THAT(compare("plain", "balanced").err, Contains("evaluate both") && Contains("and utility\n"));
  require_refusal(compare("first", "second"), 4, "second: has another table in utility/ than first");
  REQUIRE_THAT(compare("first", "second").err, Contains("evaluate both with the same table"));
  REQUIRE(here.evaluate({"--out", "again", "--utility", "costs.csv"}).exit_code == 0);
  REQUIRE(compare("second", "again").exit_code == 0);
}

TEST_CASE("errors are not counted by values", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      here.run("hybrid", {"abstain", "--base", "base.npz", "--utility", "balanced_accuracy"});
  REQUIRE(outcome.exit_code == 2);
  REQUIRE_THAT(outcome.err, Contains("abstention counts errors: leave out --utility"));
}

TEST_CASE("a utility that cannot be is refused, wherever it comes from", "[cli]") {
  const Workplace here;
  here.file("small.csv", "1,0\n0,1\n");
  here.file("torn.csv", "1,0,0\n0,1\n0,0,1\n");
  require_refusal(here.evaluate({"--utility", "acuracy"}), 2,
                  "--utility is acuracy, must be accuracy, balanced_accuracy or the name of a .csv file");
  require_refusal(here.evaluate({"--set", "utility=f1"}), 3,
                  "accuracy, balanced_accuracy or the name of a .csv file");
  require_refusal(here.evaluate({"--utility", "none.csv"}), 4, "none.csv: cannot be read");
  require_refusal(here.evaluate({"--utility", "torn.csv"}), 4,
                  "torn.csv: line 2: 2 values, the first line has 3");
  require_refusal(here.evaluate({"--utility", "small.csv"}), 4, "small.csv: has 2 true classes");
  REQUIRE_FALSE(fs::exists(here / "run"));
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(here.run("hybrid", {"bound", "--run", "run", "--utility", "accuracy"}), 2,
                  "a run has its own");
}

}  // namespace
}  // namespace hybrid::test
