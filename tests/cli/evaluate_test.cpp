// hybrid evaluate: the run it leaves.

#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "core/sha256.h"
#include "predictions/npz.h"
#include "support/csv_records.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("evaluate prints its summary and leaves a whole run", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.evaluate();
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("run: 100 test examples, thresholds from 100 others"));
  REQUIRE(outcome.out == read_file(here / "run/summary.txt"));
  REQUIRE_THAT(read_file(here / "run/table.md"), StartsWith("# run\n"));
  REQUIRE_THAT(outcome.err, Contains("next:  hybrid tune --run run"));
  for (const auto* file : {"config.yaml", "manifest.json", "metrics.json", "curves.csv", "table.md",
                           "summary.txt", "pareto.gp", "split.csv", "systems/1-paper-table3.yaml"})
    REQUIRE(fs::exists(here / "run" / file));
  REQUIRE(here.new_names() == std::vector<std::string>{"run"});
}

TEST_CASE("the same evaluation again is up to date and shows the same", "[cli]") {
  const Workplace here;
  const Outcome first = here.evaluate();
  const auto written = fs::last_write_time(here / "run/manifest.json");
  const Outcome second = here.evaluate();
  REQUIRE(second.exit_code == 0);
  REQUIRE(second.out == first.out);
  REQUIRE_THAT(second.err, StartsWith("up to date: run\n"));
  REQUIRE(fs::last_write_time(here / "run/manifest.json") == written);
}

TEST_CASE("what the paper's router sees can be chosen", "[cli]") {
  const Workplace here;
  std::set<std::string> results;
  for (const std::string features : {"entropy", "top10", "entropy+pairs", "entropy+pairs+class"}) {
    const Outcome outcome = here.evaluate({"--methods", "router", "--force", "--set", "router.hidden=[4]",
                                           "--set", "router.features=" + features});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const auto methods = nlohmann::json::parse(read_file(here / "run/predictions/methods.json"));
    if (features == "entropy") REQUIRE(methods.at("methods").at(0).at("router_macs") == 1 * 4 + 4 * 2);
    results.insert(methods.at("methods").dump());
    REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("features: " + features + "\n"));
  }
  REQUIRE(results.size() == 4);
  require_refusal(here.evaluate({"--set", "router.features=entropie"}), 3, "did you mean 'entropy'");
  require_refusal(
      here.evaluate({"--set", "router.features=entropy", "--set", "router.pairs=product"}), 3,
      "--set router.pairs=product: error: pairs is product, but features is entropy, which has no pairs");
}

TEST_CASE("the same evaluation done again gives the same bytes", "[cli]") {
  const Workplace here;
  // With the router: its fit is the one piece of numerical optimisation.
  const std::vector<std::string> arguments{
      "evaluate", "--base",   "base.npz", "--cloud", "cloud.npz",
      "--out",    "results/", "--force",  "--set",   "router.hidden=[4]"};
  std::vector<std::string> first;
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = here.run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    std::vector<std::string> now;
    for (const auto* file :
         {"metrics.json", "curves.csv", "table.md", "summary.txt", "config.yaml", "split.csv"})
      now.push_back(read_file(here / "results" / file));
    if (time == 0) first = now;
    REQUIRE(now == first);
  }
}

TEST_CASE("the manifest's hashes are those of the files", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const auto manifest = nlohmann::json::parse(read_file(here / "run/manifest.json"));
  REQUIRE(manifest["inputs"].size() == 2);
  REQUIRE(manifest["inputs"][0]["sha256"] == sha256_of(here / "base.npz"));
  REQUIRE(manifest["outputs"].size() >= 10);
  for (const auto& output : manifest["outputs"]) {
    const fs::path file = here / "run" / output["path"].get<std::string>();
    REQUIRE(output["sha256"] == sha256_of(file));
    REQUIRE(output["bytes"] == fs::file_size(file));
  }
}

TEST_CASE("times, host and absolute paths appear in the manifest only", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  for (const auto& entry : fs::recursive_directory_iterator(here / "run")) {
    const std::string name = entry.path().filename();
    if (!entry.is_regular_file() || name == "manifest.json" || name == "pareto.svg") continue;
    REQUIRE_THAT(read_file(entry.path()), !Contains(here.path().string()));
  }
}

TEST_CASE("an id with commas, quotes or line breaks is one field of split.csv", "[cli]") {
  const Workplace here;
  CsvWriter csv;
  csv.row("id", "label", "predicted", "confidence");
  for (const auto& name : kAwkwardNames)
    for (int i = 0; i < 8; ++i) csv.row(name + std::to_string(i), i % 2, i % 3 % 2, 0.5 + 0.05 * i);
  here.file("b.csv", csv.text());
  for (const char* how : {"--tune-fraction=0.5", "--exchange"}) {
    const Outcome outcome =
        here.run("hybrid", {"evaluate", "--base", "b.csv", "--cloud", "b.csv", "--methods", "max_prob",
                            "--bootstrap", "100", how, "--out", how + 2});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const auto records = csv_records(here.path() / (how + 2) / "split.csv");
    REQUIRE(records.size() == kAwkwardNames.size() * 8 + 1);
    for (std::size_t i = 1; i < records.size(); ++i) {
      REQUIRE(records[i].size() == 2);
      REQUIRE(records[i][0] == kAwkwardNames[(i - 1) / 8] + std::to_string((i - 1) % 8));
    }
  }
}

TEST_CASE("every example is in one part of the split, by its id", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--tune-fraction", "0.25"}).exit_code == 0);
  const std::string split = read_file(here / "run/split.csv");
  REQUIRE_THAT(split, StartsWith("id,part\nx0,"));
  REQUIRE_THAT(split, Contains("\nx199,"));
  REQUIRE(std::count(split.begin(), split.end(), '\n') == 201);
  const auto metrics = nlohmann::json::parse(read_file(here / "run/metrics.json"));
  REQUIRE(metrics["data"]["n_tune"].get<int>() + metrics["data"]["n_test"].get<int>() == 200);
  REQUIRE(metrics["data"]["n_tune"].get<int>() == Approx(50).margin(2));
}

TEST_CASE("the full curve is written by a new run and by one that is up to date", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--full-curve", "first.csv"}).exit_code == 0);
  REQUIRE(here.evaluate({"--full-curve", "second.csv"}).exit_code == 0);
  const std::string curve = read_file(here / "first.csv");
  REQUIRE_THAT(curve, StartsWith("method,sent,coverage,threshold,accuracy\nrandom,0,1,,"));
  REQUIRE(read_file(here / "second.csv") == curve);
}

TEST_CASE("without --out the run is named after its files and its hash below results", "[cli]") {
  const Workplace here;
  REQUIRE(
      here.run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--methods", "max_prob"})
          .exit_code == 0);
  const auto run = fs::directory_iterator(here / "results")->path();
  const auto manifest = nlohmann::json::parse(read_file(run / "manifest.json"));
  REQUIRE(run.filename() == "evaluate-base-cloud-" + manifest["hash"].get<std::string>().substr(0, 8));
}

TEST_CASE("what the data do not allow is left out with its reason", "[cli]") {
  const Workplace here;
  here.file("service.csv", "id,label,predicted\na,0,0\nb,1,0\nc,0,0\nd,1,1\n");
  const Outcome outcome = here.run(
      "hybrid", {"evaluate", "--base", "service.csv", "--cloud", "service.csv", "--out", "run", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto metrics = nlohmann::json::parse(outcome.out);
  REQUIRE(metrics["skipped"].contains("entropy"));
  REQUIRE(metrics["skipped"].contains("router"));
  REQUIRE_THAT(metrics["skipped"]["appealnet"].get<std::string>(), Contains("needs a trainable base"));
  REQUIRE(metrics["methods"].contains("random"));
}

TEST_CASE("flags come before --set, --set before the file", "[cli]") {
  const Workplace here;
  here.file("eval.yaml", "seed: 5\ntune_fraction: 0.4\nevaluation: {coverages: [0.6]}\n");
  REQUIRE(
      here.evaluate({"--config", "eval.yaml", "--set", "tune_fraction=0.3", "--set", "seed=6", "--seed", "7"})
          .exit_code == 0);
  const std::string config = read_file(here / "run/config.yaml");
  REQUIRE_THAT(config,
               Contains("seed: 7\n") && Contains("tune_fraction: 0.3\n") && Contains("coverages: [0.6]"));
}

TEST_CASE("weights are used, and costs that a profile has no use for are not dropped in silence", "[cli]") {
  const Workplace place;
  place.file("b.csv", "label,predicted,confidence\n0,0,0.9\n1,0,0.6\n0,0,0.8\n1,1,0.7\n");
  const std::vector<std::int32_t> labels{0, 1, 0, 1};
  const std::vector<double> weight{1, 2, 1, 1}, bytes{10, 20, 30, 40};
  const std::array arrays{predictions::npy_view("labels", labels), predictions::npy_view("predicted", labels),
                          predictions::npy_view("weight", weight),
                          predictions::npy_view("payload_bytes", bytes)};
  predictions::write_npz(place / "g.npz", arrays);
  const Outcome outcome = place.run("hybrid", {"evaluate", "--base", "b.csv", "--cloud", "g.npz", "--methods",
                                               "max_prob", "--bootstrap", "100", "--out", "run"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, !Contains("weight") && Contains("`payload_bytes` of single inputs not used") &&
                                Contains("stm32f746-nbiot"));
  REQUIRE_THAT(read_file(place / "run/table.md"), Contains("Warning: `payload_bytes`"));
  REQUIRE_THAT(read_file(place / "run/table.md"),
               Contains("Accuracy here is the share of right answers, each example counting by its weight."));
  REQUIRE_THAT(outcome.out, Contains("accuracy here is the share of right answers, each example counting"));
  REQUIRE(nlohmann::json::parse(read_file(place / "run/metrics.json"))["data"]["weighted"] == true);
}

}  // namespace
}  // namespace hybrid::test
