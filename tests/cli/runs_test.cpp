// hybrid runs and hybrid verify, and that no command reads a run that was tampered with.

#include <catch2/catch.hpp>
#include <fstream>

#include "core/sha256.h"
#include "runs/run_folder.h"
#include "support/finished_run.h"
#include "support/json_output.h"
#include "support/pack_runs.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

/// Appends to a file what its reader would overlook.
void tamper(const fs::path& file) {
  std::ofstream(file, std::ios::app) << " ";
}

void copy_run(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

TEST_CASE("no command reads a run of which any file was changed", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--methods", "max_prob,entropy,auto"}).exit_code == 0);
  REQUIRE(here.evaluate({"--out", "other"}).exit_code == 0);
  const std::vector<Words> commands{{"tune", "--run", "t", "--coverage", "0.8"},
                                    {"compare", "t", "run"},
                                    {"compare", "run", "t"},
                                    {"audit", "--run", "t"},
                                    {"cost", "--run", "t", "--latency", "600"},
                                    {"export-router", "--run", "t", "--coverage", "0.8", "--out", "x.c"},
                                    {"entropy", "--run", "t"},
                                    {"bound", "--run", "t"},
                                    {"abstain", "--run", "t"},
                                    {"verify", "t"}};
  copy_run(here / "run", here / "t");
  for (const Words& command : commands) REQUIRE(here.run("hybrid", command).exit_code == 0);
  const runs::FinishedRun run(here / "run");
  REQUIRE(run.manifest().outputs.size() >= 10);
  for (const auto& output : run.manifest().outputs) {
    copy_run(here / "run", here / "t");
    tamper(here / "t" / output.path);
    const std::string now = runs::short_hash(sha256_of(here / "t" / output.path));
    for (const Words& command : commands) {
      INFO(output.path << ", " << command.front());
      const Outcome outcome = here.run("hybrid", command);
      REQUIRE(outcome.exit_code == 4);
      const std::string& text = command.front() == "verify" ? outcome.out : outcome.err;
      REQUIRE_THAT(text, Contains(output.path) && Contains(now) && Contains(runs::short_hash(output.sha256)));
    }
  }
}

TEST_CASE("a router that somebody put into a run is not read", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--methods", "max_prob"}).exit_code == 0);
  here.file("run/predictions/auto.json", "no router");
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8"}).exit_code == 0);
}

TEST_CASE("the tables are not made of a run that was tampered with, packed or not", "[cli]") {
  const Workplace here;
  fs::create_directory(here / "results");
  fs::create_directory_symlink(fs::path(HYBRID_SOURCE) / "results/paper", here / "results/paper");
  const std::string name = "cifar100-mcu-seed1";
  write_finished_run(here / "results/runs" / name, {{"curves.csv", kCurvesHeader}, {"table.md", "x"}});
  const auto reproduce = [&] { return here.run("hybrid", {"reproduce", "figure2", "--out", "tables"}); };
  REQUIRE(reproduce().err.find("was changed") == std::string::npos);
  tamper(here / "results/runs" / name / "table.md");
  require_refusal(reproduce(), 4, "table.md: was changed after");
  pack(here / "results/runs", {name}, here / "results/runs/runs.zip");
  fs::remove_all(here / "results/runs" / name);
  require_refusal(reproduce(), 4, "runs.zip/" + name + "/table.md: was changed after");
}

TEST_CASE("a run that says nothing of payloads is no run of a payload", "[cli]") {
  const Workplace here;
  fs::create_directory(here / "results");
  fs::create_directory_symlink(fs::path(HYBRID_SOURCE) / "results/paper", here / "results/paper");
  REQUIRE(here.evaluate({"--out", "results/runs/payload-cifar100-raw"}).exit_code == 0);
  require_refusal(here.run("hybrid", {"reproduce", "payload", "--out", "tables"}), 4,
                  "payload-cifar100-raw: does not say how many bytes");
}

TEST_CASE("verify says what it checked, and lists every fault of every run", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  REQUIRE(here.evaluate({"--out", "second"}).exit_code == 0);
  const Outcome intact = here.run("hybrid", {"verify", "run", "second"});
  INFO(intact.err);
  REQUIRE(intact.exit_code == 0);
  REQUIRE_THAT(intact.out, Contains("run: ") && Contains(" MB) and 2 inputs: unchanged\nsecond: "));

  fs::remove(here / "second/curves.csv");
  here.file("second/notes.txt", "mine");
  tamper(here / "base.npz");
  const Outcome faulty = here.run("hybrid", {"verify", "run", "second"});
  REQUIRE(faulty.exit_code == 4);
  REQUIRE_THAT(faulty.out, Contains("  missing        curves.csv: SHA-256 was ") &&
                               Contains("  unlisted       notes.txt: not in manifest.json") &&
                               Contains("base.npz (base): SHA-256 is "));
  REQUIRE_THAT(faulty.err,
               Contains("error: run: is not as it was made, nor is another run") && Contains("--no-inputs"));
  const auto json = nlohmann::ordered_json::parse(here.run("hybrid", {"verify", "second", "--json"}).out);
  REQUIRE(json["runs"][0]["faults"].size() == 3);
  REQUIRE((json["runs"][0]["unchanged"] == false && json["runs"][0]["faults"][2]["kind"] == "input changed"));

  REQUIRE(here.run("hybrid", {"verify", "run", "--no-inputs"}).exit_code == 0);
  require_refusal(here.run("hybrid", {"verify"}), 2, "give finished runs");
  for (const char* nothing : {"nowhere", "nowhere.zip"})
    REQUIRE(here.run("hybrid", {"verify", nothing}).exit_code == 4);
}

TEST_CASE("verify checks the runs in an archive, which may leave files out", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  fs::remove(here / "run/pareto.gp");
  pack(here.path(), {"run"}, here / "packed/runs.zip");
  const Outcome intact = here.run("hybrid", {"verify", "packed/runs.zip"});
  REQUIRE(intact.exit_code == 0);
  REQUIRE_THAT(intact.out,
               Contains("packed/runs.zip/run: ") && Contains(", 1 not packed and 2 inputs: unchanged"));
  tamper(here / "run/curves.csv");
  pack(here.path(), {"run"}, here / "packed/runs.zip");
  const Outcome faulty = here.run("hybrid", {"verify", "packed/runs.zip"});
  REQUIRE(faulty.exit_code == 4);
  REQUIRE_THAT(faulty.out, Contains("changed        curves.csv"));
}

TEST_CASE("the published runs are as they were published", "[cli]") {
  std::vector<std::string> arguments{"verify", "--no-inputs"};
  for (const auto& entry : fs::directory_iterator(fs::path(HYBRID_SOURCE) / "results/published"))
    if (entry.path().extension() == ".zip") arguments.push_back(entry.path());
  const Outcome outcome = run("hybrid", arguments);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
}

TEST_CASE("runs are listed with their headline, the newest first", "[cli]") {
  const Workplace here;
  REQUIRE_THAT(here.run("hybrid", {"runs", "."}).out, Contains("no runs in .; `hybrid evaluate`"));
  REQUIRE(here.evaluate({"--out", "results/one"}).exit_code == 0);
  here.file("results/broken/manifest.json", "{");
  const Outcome outcome = here.run("hybrid", {"runs"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("one ") && Contains("evaluate ") && Contains("(max_prob, 20 % sent)") &&
                                Contains("damaged: results/broken/manifest.json: is not a manifest"));
  const auto json = json_of(here.run("hybrid", {"runs", "results", "--json"}));
  REQUIRE(json["runs"].size() == 2);
  const auto& first = json["runs"][0];
  const auto metrics = nlohmann::ordered_json::parse(read_file(here / "results/one/metrics.json"));
  REQUIRE((first["state"] == "finished" && first["n_test"] == 100));
  REQUIRE(first["base_accuracy"] == metrics["data"]["base_accuracy"]);
  REQUIRE(first["matched_accuracy"] == metrics["methods"]["max_prob"]["points"][1]["matched_accuracy"]);
  require_refusal(here.run("hybrid", {"runs", "nowhere"}), 4, "nowhere: is no folder");
}

}  // namespace
}  // namespace hybrid::test
