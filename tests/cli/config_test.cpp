// Configs of every kind, by name and by path, in `hybrid config` and in the commands that read them.

#include <catch2/catch.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

/// A profile with two lumps under this name.
std::string lumps(const std::string& name) {
  return "name: \"" + name +
         "\"\nkind: lumps\nlumps:\n  latency_ms: {always: 7, if_sent: 70}\n  energy_mj: {always: 1, if_sent: 2}\n";
}

TEST_CASE("config check says of every file in configs/ what it is, wherever it lies", "[cli]") {
  const Workplace here;
  const std::vector<std::pair<std::string, std::string>> kinds{{"", "experiment"},
                                                               {"systems", "cost profile"},
                                                               {"devices", "device"},
                                                               {"models", "published figures of a network"},
                                                               {"synthetic", "simulation"}};
  fs::create_directory(here / "elsewhere");
  int checked = 0;
  for (const auto& [folder, kind] : kinds)
    for (const auto& entry : fs::directory_iterator(here / "configs" / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      const std::string copy = "elsewhere/" + entry.path().filename().string();
      fs::copy_file(entry.path(), here / copy);
      const Outcome outcome = here.run("hybrid", {"config", "check", copy});
      INFO(copy << outcome.err);
      REQUIRE(outcome.exit_code == 0);
      REQUIRE(outcome.out == copy + ": ok (" + kind + ")\n");
      ++checked;
    }
  REQUIRE(checked >= 38);
  here.file("pair.yaml", "evaluation: {coverages: [0.9]}\nrepeats: 3\n");
  REQUIRE(here.run("hybrid", {"config", "check", "pair.yaml"}).out ==
          "pair.yaml: ok (evaluation of two models)\n");
  REQUIRE(here.run("hybrid", {"config", "check", "smoke"}).out == "configs/smoke.yaml: ok (experiment)\n");
  REQUIRE(here.run("hybrid", {"config", "check", "systems/paper-text"}).out ==
          "configs/systems/paper-text.yaml: ok (cost profile)\n");
}

TEST_CASE("config check finds the faults of every kind of config", "[cli]") {
  const Workplace here;
  const auto finds = [&](const std::string& text, const std::string& message, int exit_code = 3) {
    here.file("x.yaml", text);
    const Outcome outcome = here.run("hybrid", {"config", "check", "x.yaml"});
    INFO(text << outcome.err);
    REQUIRE(outcome.exit_code == exit_code);
    REQUIRE(outcome.out.empty());
    REQUIRE_THAT(outcome.err, Contains(message));
  };
  finds("name: x\nkind: lump\nlumps: {latency_ms: {always: 1}}\n", "did you mean 'lumps'?");
  finds("name: x\nkind: parts\nparts: {device: {}}\n", "parts.device.macs_per_second.value is 0");
  finds("name: x\nsram_bytes: -1\nflash_bytes: 1\n", "x.yaml:2:13: error: sram_bytes");
  finds("name: x\nnetwork: linaer\nresolution: 96\ntop1_percent: 50\n", "linaer");
  finds("name: x\nbase: {accuracy: 2}\ncloud: {accuracy: 0.5}\n", "base.accuracy is 2");
  finds("name: x\nbase: {network: lineal}\ncloud: {network: resnet-smal}\n",
        "x.yaml:2:17: error: unknown base.network 'lineal'; did you mean 'linear'?");
  finds("name: x\nbase: {network: lineal}\ncloud: {network: resnet-smal}\n",
        "x.yaml:3:18: error: unknown cloud.network 'resnet-smal'; did you mean 'resnet-small'?");
  finds("name: x\nbase: {network: linear}\ncloud: {network: linear}\nsystems: [paper-tabel3]\n",
        "systems[0] is paper-tabel3, must be an existing file (looked for paper-tabel3) or a name of "
        "configs/systems; did you mean 'paper-table3'?");
  finds("name: x\nbase: {network: linear}\ncloud: {network: linear}\nsystems: [bad.yaml]\n", "bad.yaml");
  here.file("bad.yaml", "name: bad\nkind: lumps\nlumps: {latency_ms: {always: -1}}\n");
  finds("name: x\nbase: {network: linear}\ncloud: {network: linear}\nsystems: [bad.yaml]\n",
        "bad.yaml:3:30: error: lumps.latency_ms.always is -1, must be >= 0");
  finds("methods: [max_porb]\nrepeats: 2\n", "unknown method 'max_porb'", 2);
  finds("utility: none.csv\nrepeats: 2\n", "none.csv", 4);
  finds("", "name is missing");
  require_refusal(here.run("hybrid", {"config", "check", "nowhere.yaml"}), 4, "nowhere.yaml");
}

TEST_CASE("config show shows every kind with the origin of each value", "[cli]") {
  const Workplace here;
  const Outcome profile = here.run("hybrid", {"config", "show", "systems/paper-text"});
  REQUIRE(profile.exit_code == 0);
  REQUIRE_THAT(profile.out, Contains("always: 200") && Contains("paper-text.yaml:"));
  REQUIRE_THAT(here.run("hybrid", {"config", "show", "synthetic/shift", "--set", "n_test=50"}).out,
               Contains("n_test: 50") && Contains("--set n_test=50"));
}

TEST_CASE("a profile is named alike by every flag: a name, with its ending, below configs/, a file",
          "[cli]") {
  const Workplace here;
  here.file("mine/own.yaml", lumps("own"));
  const std::vector<std::pair<std::string, std::string>> names{
      {"paper-text", "paper-text"},
      {"paper-text.yaml", "paper-text"},
      {"systems/paper-text", "paper-text"},
      {"systems/paper-text.yaml", "paper-text"},
      {"configs/systems/paper-text.yaml", "paper-text"},
      {"mine/own.yaml", "own"},
      {"mine/own", "own"}};
  for (const auto& [name, profile] : names) {
    INFO(name);
    REQUIRE_THAT(here.run("hybrid", {"cost", "--ledger", "--profile", name}).out,
                 Catch::StartsWith(profile + ": "));
    REQUIRE_THAT(here.run("hybrid", {"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--coverage",
                                     "0.9", "--method", "max_prob", "--profile", name})
                     .out,
                 Contains("profile " + profile + "\n"));
    const Outcome run = here.evaluate({"--profile", name, "--force", "--out", "run"});
    REQUIRE(run.exit_code == 0);
    REQUIRE(fs::exists(here / ("run/systems/1-" + profile + ".yaml")));
  }
}

TEST_CASE("a profile's name is never a path: nothing is written beside the run, and the run keeps its prices",
          "[cli]") {
  for (const std::string name : {"x/../../../../escaped", "/tmp/hybrid-escaped", "NB-IoT/LTE", "..", ""}) {
    const Workplace here;
    here.file("p.yaml", lumps(name));
    const Outcome made = here.evaluate({"--profile", "p.yaml", "--out", "a/b/c/run"});
    INFO(name << made.err);
    REQUIRE(made.exit_code == 0);
    const std::string profiles = here / "a/b/c/run/systems";
    for (const auto& entry : fs::recursive_directory_iterator(here.path()))
      if (entry.path().extension() == ".yaml" && entry.path().filename() != "config.yaml" &&
          entry.path() != here / "p.yaml")
        REQUIRE(entry.path().parent_path() == profiles);
    REQUIRE_FALSE(fs::exists("/tmp/hybrid-escaped.yaml"));
    REQUIRE(std::distance(fs::directory_iterator(here / "a/b/c/run/systems"), {}) == 1);
    const Outcome tuned = here.run(
        "hybrid", {"tune", "--run", "a/b/c/run", "--coverage", "1", "--method", "max_prob", "--json"});
    REQUIRE_THAT(tuned.out, Contains("\"latency_p50_ms\": 7.0,"));
  }
}

TEST_CASE("a run's own config evaluates the pair again", "[cli]") {
  const Workplace here;
  here.file("cost/u.csv", "1,0,0\n0,2,0\n0,0,1\n");
  here.file("cost/pair.yaml", "seed: 3\nutility: u.csv\nevaluation: {bootstrap: 100}\n");
  REQUIRE(here.evaluate({"--config", "cost/pair.yaml", "--out", "first"}).exit_code == 0);
  fs::remove_all(here / "cost");
  const Outcome again = here.evaluate({"--config", "first/config.yaml", "--out", "second"});
  INFO(again.err);
  REQUIRE(again.exit_code == 0);
  REQUIRE(read_file(here / "first/metrics.json") == read_file(here / "second/metrics.json"));
}

#ifdef HYBRID_HAS_TORCH
TEST_CASE("config check and train agree on every experiment, copied elsewhere", "[cli]") {
  const Workplace here;
  fs::create_directory(here / "elsewhere");
  const auto both = [&](const std::string& file) {
    const Outcome check = here.run("hybrid", {"config", "check", file});
    const Outcome train = here.run("hybrid", {"train", "--dry-run", "--config", file}, "unset HYBRID_DATA;");
    INFO(file << "\n" << check.err << "\n" << train.err);
    // What train lacks are data and weights, which are no fault of the config.
    REQUIRE((check.exit_code == 0) == (train.exit_code == 0 || train.exit_code == 4));
    REQUIRE((check.exit_code == 3) == (train.exit_code == 3));
    if (check.exit_code != 0) REQUIRE(check.err == train.err);
    return check.exit_code;
  };
  const std::string smoke = read_file(here / "configs/smoke.yaml");
  for (const auto& entry : fs::directory_iterator(here / "configs")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = entry.path().filename();
    fs::copy_file(entry.path(), here / "elsewhere" / name);
    REQUIRE(both("elsewhere/" + name) == 0);
  }
  const auto with_systems = [&](const std::string& systems) {
    here.file("elsewhere/x.yaml", smoke.substr(0, smoke.find("systems:")) + "systems: " + systems + "\n");
    return both("elsewhere/x.yaml");
  };
  here.file("elsewhere/own.yaml", lumps("own"));
  here.file("elsewhere/bad.yaml", "name: bad\nkind: lumps\n");
  REQUIRE(with_systems("[paper-table3, own, own.yaml, systems/paper-text]") == 0);
  REQUIRE(with_systems("[paper-tabel3]") == 3);
  REQUIRE(with_systems("[bad]") == 3);
  here.file("elsewhere/x.yaml", "name: x\nbase: {network: lineal}\ncloud: {network: linear}\n");
  REQUIRE(both("elsewhere/x.yaml") == 3);
}

TEST_CASE("a training run's own config runs again, with the profiles that the run keeps", "[cli]") {
  const Workplace here;
  const std::string smoke = read_file(here / "configs/smoke.yaml");
  here.file("elsewhere/own.yaml", lumps("my/own"));
  here.file("elsewhere/x.yaml", smoke.substr(0, smoke.find("systems:")) + "systems: [paper-table3, own]\n");
  const Outcome first = here.run("hybrid", {"train", "--config", "elsewhere/x.yaml", "--out", "run"});
  INFO(first.err);
  REQUIRE(first.exit_code == 0);
  fs::remove_all(here / "elsewhere");
  REQUIRE_THAT(read_file(here / "run/config.yaml"),
               Contains("systems: [\"systems/1-paper-table3.yaml\", \"systems/2-my-own.yaml\"]"));
  REQUIRE(here.run("hybrid", {"config", "check", "run/config.yaml"}).exit_code == 0);
  const Outcome again = here.run("hybrid", {"train", "--config", "run/config.yaml", "--out", "run"});
  REQUIRE(again.exit_code == 0);
  REQUIRE_THAT(again.err, Contains("up to date: run"));
  REQUIRE(again.out == first.out);
  REQUIRE_THAT(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "--profile", "my/own"}).out,
               Contains("profile my/own\n"));
}
#endif

}  // namespace
}  // namespace hybrid::test
