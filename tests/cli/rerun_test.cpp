// hybrid rerun, and evaluations that are interrupted in their repeats and continued.

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "runs/run_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

void require_same_files(const fs::path& first, const fs::path& second) {
  REQUIRE(runs::FinishedRun(first).manifest().outputs == runs::FinishedRun(second).manifest().outputs);
}

TEST_CASE("an evaluation made again is the same, bit for bit, whatever its folder is called", "[cli]") {
  const Workplace here;
  here.file("costs.csv", "1,0,0\n0,2,0\n0,0,3\n");
  for (const Words& options :
       {Words{}, Words{"--cross-fit"}, Words{"--repeats", "3"}, Words{"--utility", "costs.csv"},
        Words{"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"},
        Words{"--profile", "stm32f746-nbiot", "--seed", "7", "--coverage", "0.7,0.9"}}) {
    fs::remove_all(here / "moved");
    fs::remove_all(here / "copy");
    REQUIRE(here.evaluate(options).exit_code == 0);
    fs::rename(here / "run", here / "moved");
    const Outcome outcome = here.run("hybrid", {"rerun", "moved", "--out", "copy"});
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, Contains("bit for bit the same") && Contains("copy") && Contains("moved"));
    require_same_files(here / "moved", here / "copy");
  }
}

TEST_CASE("by default a run is made again beside itself, once", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  REQUIRE(here.run("hybrid", {"rerun", "run"}).exit_code == 0);
  require_same_files(here / "run", here / "run-rerun");
  require_refusal(here.run("hybrid", {"rerun", "run"}), 4,
                  "run-rerun: holds a run already; --force makes it again");
  REQUIRE(here.run("hybrid", {"rerun", "run", "--force"}).exit_code == 0);
  require_refusal(here.run("hybrid", {"rerun", "run", "--out", "./run"}), 2, "--out is the run itself");
  require_refusal(here.run("hybrid", {"rerun", "nowhere"}), 4, "there is no such run");
  require_refusal(here.run("hybrid", {"rerun"}), 2, "give a finished run");
}

TEST_CASE("what differs is shown file by file, and what was edited since is told from it", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  std::ofstream(here / "run/table.md", std::ios::app) << "and we are the best\n";
  const Outcome edited = here.run("hybrid", {"rerun", "run", "--out", "a"});
  REQUIRE(edited.exit_code == 0);
  REQUIRE_THAT(edited.err, Contains("run/table.md: was changed after the run; made again, it is as it was"));

  // A run whose manifest agrees with other numbers: as if another machine had made it.
  std::string curves = read_file(here / "run/curves.csv");
  const std::string one = "max_prob,0.9,";
  const auto at = curves.find(one) + one.size();
  const std::string number = curves.substr(at, curves.find(',', at) - at);
  curves.replace(at, number.size(), "0.0625");
  here.file("run/curves.csv", curves);
  std::string manifest = read_file(here / "run/manifest.json");
  const auto record = runs::FinishedRun::unchecked(here / "run");
  for (const auto& output : record.manifest().outputs)
    if (output.path == "curves.csv")
      manifest.replace(manifest.find(output.sha256), output.sha256.size(),
                       runs::record_file("", here / "run/curves.csv").sha256);
  here.file("run/manifest.json", manifest);
  const Outcome other = here.run("hybrid", {"rerun", "run", "--out", "b"});
  REQUIRE(other.exit_code == 4);
  REQUIRE_THAT(other.out, Contains("1 of ") && Contains("curves.csv") && Contains("1 of ") &&
                              Contains("0.0625 became "));
  REQUIRE_THAT(other.err, Contains("error: b: differs from run; docs/reproducibility.md"));
}

TEST_CASE("without its inputs a run is not made again", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  fs::rename(here / "base.npz", here / "moved.npz");
  require_refusal(here.run("hybrid", {"rerun", "run"}), 4,
                  "base.npz: is gone, so that run cannot be made again");
  std::ofstream(here / "base.npz") << "other";
  require_refusal(here.run("hybrid", {"rerun", "run"}), 4, "base.npz: has changed, so that run cannot");
  fs::remove(here / "base.npz");
  fs::rename(here / "moved.npz", here / "base.npz");
  std::ofstream(here / "run/config.yaml", std::ios::app) << "# edited\n";
  require_refusal(here.run("hybrid", {"rerun", "run"}), 4, "config.yaml: was changed after");
  REQUIRE(here.new_names() == Words{"run"});
}

const Words kRepeats{"--repeats", "20", "--methods", "max_prob,entropy,knn", "--bootstrap", "100"};

/// Starts an evaluation of many repeats, and sends it the signal when some are kept.
Outcome interrupted_repeats(const Workplace& here, int signal) {
  Words words{"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--out", "run"};
  words.insert(words.end(), kRepeats.begin(), kRepeats.end());
  Process process("hybrid", words, {.folder = here.path()});
  for (int i = 0; i < 4000 && !fs::exists(here / "run.partial/repeats-so-far.json"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  REQUIRE(fs::exists(here / "run.partial/repeats-so-far.json"));
  ::kill(process.id(), signal);
  return process.wait();
}

TEST_CASE("interrupted repeats are kept, and the same command continues to the same result", "[cli]") {
  const Workplace here;
  write_pair(here.path(), 6000, 10);
  Words uninterrupted = kRepeats;
  uninterrupted.insert(uninterrupted.end(), {"--out", "whole"});
  REQUIRE(here.evaluate(uninterrupted).exit_code == 0);
  for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
    fs::remove_all(here / "run");
    const Outcome stopped = interrupted_repeats(here, signal);
    INFO(stopped.err);
    if (signal == SIGKILL) {
      REQUIRE(stopped.exit_code == 128 + SIGKILL);
    } else {
      REQUIRE(stopped.exit_code == 130);
      REQUIRE_THAT(stopped.err, Contains("error: interrupted after ") &&
                                    Contains(" of 20 repeats; the same command continues"));
    }
    const Outcome continued = here.evaluate(kRepeats);
    INFO(continued.err);
    REQUIRE(continued.exit_code == 0);
    REQUIRE_THAT(continued.err, Contains("going on after ") && Contains(" of 20 repeats"));
    for (const auto* file : {"repeats.json", "repeats.csv", "metrics.json", "curves.csv"})
      REQUIRE(read_file(here / "run" / file) == read_file(here / "whole" / file));
    REQUIRE_FALSE(fs::exists(here / "run/repeats-so-far.json"));
    REQUIRE_FALSE(fs::exists(here / "run.partial"));
  }
}

TEST_CASE("another command does not go on with kept repeats", "[cli]") {
  const Workplace here;
  write_pair(here.path(), 6000, 10);
  REQUIRE(interrupted_repeats(here, SIGINT).exit_code == 130);
  Words other = kRepeats;
  other.insert(other.end(), {"--seed", "2"});
  const Outcome outcome = here.evaluate(other);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.err.find("going on") == std::string::npos);
}

TEST_CASE("without --out a run's folder is named after its files, and an older name is found", "[cli]") {
  const Workplace here;
  const Words words{"evaluate",  "--base",   "base.npz",    "--cloud", "cloud.npz",
                    "--methods", "max_prob", "--bootstrap", "100"};
  REQUIRE(here.run("hybrid", words).exit_code == 0);
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(here / "results")) found.push_back(entry.path());
  REQUIRE(found.size() == 1);
  const std::string name = found[0].filename();
  REQUIRE((name.starts_with("evaluate-base-cloud-") && name.size() == 28));
  fs::rename(found[0], here / "results" / ("evaluate-" + name.substr(20)));
  const Outcome again = here.run("hybrid", words);
  REQUIRE_THAT(again.err, Contains("up to date: results/evaluate-" + name.substr(20)));
}

}  // namespace
}  // namespace hybrid::test
