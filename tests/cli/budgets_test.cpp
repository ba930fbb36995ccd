// hybrid tune, bound, cost and entropy: budgets in, operating points out; what cannot be met is exit 5.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

/// With a finished run in `run`.
struct WorkplaceWithRun : Workplace {
  WorkplaceWithRun() { REQUIRE(evaluate().exit_code == 0); }
};

TEST_CASE("hybrid tune and tune-router are the same, and so are the other pairs", "[cli]") {
  const WorkplaceWithRun here;
  for (const auto& [command, program, arguments] :
       {std::tuple("tune", "tune-router", std::vector<std::string>{"--run", "run", "--latency", "600,1400"}),
        std::tuple("entropy", "eval-entropy", std::vector<std::string>{"--run", "run"}),
        std::tuple("bound", "upper-bound", std::vector<std::string>{"--run", "run"}),
        std::tuple("cost", "latency-energy", std::vector<std::string>{"--run", "run"})}) {
    std::vector<std::string> with_command{command};
    with_command.insert(with_command.end(), arguments.begin(), arguments.end());
    const Outcome by_command = here.run("hybrid", with_command);
    const Outcome by_program = here.run(program, arguments);
    INFO(by_command.err);
    REQUIRE(by_command.exit_code == 0);
    REQUIRE_FALSE(by_command.out.empty());
    REQUIRE(by_command.out == by_program.out);
    REQUIRE(by_command.err == by_program.err);
  }
}

TEST_CASE("a latency budget becomes the coverage of Eq. 1 and a threshold", "[cli]") {
  const WorkplaceWithRun here;
  const Json json = json_of(here.run("hybrid", {"tune", "--run", "run", "--latency", "600,1000", "--json"}));
  REQUIRE(json["method"] == "max_prob");
  REQUIRE(json["profile"] == "paper-table3");
  REQUIRE(json["points"].size() == 2);
  REQUIRE(json["points"][0]["target_coverage"].get<double>() == Approx(0.8).margin(1e-12));
  REQUIRE(json["points"][1]["target_coverage"].get<double>() == Approx(0.6).margin(1e-12));
  REQUIRE(json["points"][0]["threshold"].is_number());
  REQUIRE(json["points"][0]["tuned_coverage"].get<double>() >= 0.8 - 1e-12);
}

TEST_CASE("budgets given together must all hold: the tightest decides", "[cli]") {
  const WorkplaceWithRun here;
  const Json json = json_of(here.run("hybrid", {"tune", "--run", "run", "--latency", "1000", "--energy",
                                                "53.568", "--coverage", "50%", "--json"}));
  REQUIRE(json["points"].size() == 1);
  REQUIRE(json["points"][0]["target_coverage"].get<double>() == Approx(0.8).margin(1e-9));
}

TEST_CASE("an accuracy becomes the largest coverage that reaches it on the tuning split", "[cli]") {
  const WorkplaceWithRun here;
  const Json json = json_of(here.run("hybrid", {"tune", "--run", "run", "--accuracy", "80%", "--json"}));
  REQUIRE(json["points"][0]["asked"]["accuracy"] == 0.8);
  REQUIRE(json["points"][0]["coverage"].get<double>() < 1);
}

TEST_CASE("--out holds what --json prints", "[cli]") {
  const WorkplaceWithRun here;
  const Outcome printed = here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "--json"});
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "--out", "deep/tuned.json"})
              .exit_code == 0);
  REQUIRE(read_file(here / "deep/tuned.json") == printed.out);
}

TEST_CASE("the newest run below results is the default, and the program says which it took", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "results/mine"}).exit_code == 0);
  const Outcome outcome = here.run("hybrid", {"tune", "--coverage", "0.9"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("run: results/mine"));
  REQUIRE_THAT(outcome.out, Contains("mine: method max_prob"));
}

TEST_CASE("with --quiet results are on standard output and nothing else anywhere", "[cli]") {
  const WorkplaceWithRun here;
  for (const auto& arguments :
       {std::vector<std::string>{"tune", "--run", "run", "--latency", "600", "--quiet"},
        {"entropy", "--run", "run", "--quiet"},
        {"bound", "--run", "run", "--quiet"},
        {"cost", "--run", "run", "--quiet"},
        {"--quiet", "tune", "--run", "run", "--latency", "600"},
        {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--quiet"}}) {
    const Outcome outcome = here.run("hybrid", arguments);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_FALSE(outcome.out.empty());
    REQUIRE(outcome.err.empty());
  }
}

TEST_CASE("--json prints JSON and nothing else", "[cli]") {
  const WorkplaceWithRun here;
  REQUIRE(json_of(here.run("hybrid", {"bound", "--run", "run", "--json"}))["points"].size() == 11);
  REQUIRE(json_of(here.run("hybrid", {"entropy", "--run", "run", "--json"}))["methods"].contains("entropy"));
  REQUIRE(json_of(here.evaluate({"--json"}))["schema_version"] == 1);
  REQUIRE(json_of(here.run("upper-bound", {"--base-accuracy", "51%", "--cloud-accuracy", "0.8",
                                           "--json"}))["base_accuracy"] == 0.51);
}

TEST_CASE("a latency below the device's own is refused with the nearest that can be met", "[cli]") {
  const WorkplaceWithRun here;
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--latency", "150"}), 5,
                  "nearest: --latency 200");
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--energy", "10"}), 5,
                  "nearest: --energy 10.368");
  require_refusal(here.run("hybrid", {"bound", "--run", "run", "--latency", "150"}), 5,
                  "nearest: --latency 200");
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--latency", "200"}).exit_code == 0);
}

TEST_CASE("the nearest budget that a refusal names can be met", "[cli]") {
  const WorkplaceWithRun here;
  const Outcome outcome = here.run("hybrid", {"tune", "--run", "run", "--accuracy", "99.9%"});
  require_refusal(outcome, 5, "out of reach for max_prob");
  const std::string word = "nearest: --accuracy ";
  const auto at = outcome.err.find(word);
  REQUIRE(at != std::string::npos);
  const std::string nearest =
      outcome.err.substr(at + word.size(), outcome.err.find('\n', at) - at - word.size());
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--accuracy", nearest}).exit_code == 0);
}

TEST_CASE("an accuracy and budgets that exclude each other are refused", "[cli]") {
  const WorkplaceWithRun here;
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--accuracy", "80%", "--latency", "220"}), 5,
                  "cannot hold together");
}

TEST_CASE("a budget of a resource that is not priced says why", "[cli]") {
  const Workplace here;
  here.file("base.csv", "label,p0,p1\n0,0.9,0.1\n1,0.4,0.6\n0,0.3,0.7\n1,0.2,0.8\n");
  const auto tune = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"tune",     "--base",   "base.csv", "--cloud",
                                       "base.csv", "--method", "max_prob"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return here.run("hybrid", arguments);
  };
  require_refusal(tune({"--macs", "1e6"}), 2,
                  "--macs cannot be used: macs: a model's `meta` gives no `macs`");
  require_refusal(tune({"--latency", "600", "--profile", "stm32f746-nbiot"}), 2, "--latency cannot be used");
}

TEST_CASE("the ledger needs no data and every profile has one", "[cli]") {
  const Workplace here;
  for (const auto* profile : {"paper-table3", "paper-text", "paper-table7-measured", "stm32f746-nbiot"}) {
    const Outcome outcome =
        here.run("latency-energy", {"--ledger", "--profile", profile, "--base-macs", "12.79e6",
                                    "--input-bytes", "28000", "--out", "costs"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, Contains(profile) && Contains("Sources:"));
    REQUIRE_THAT(outcome.out, Contains("per-input  per-offload\n"));
    REQUIRE_THAT(read_file(here / "costs/ledger.csv"),
                 Contains("item,resource,unit,always,if_sent,source\n"));
  }
}

TEST_CASE("cost writes ledger, curves and picture where it is told", "[cli]") {
  const WorkplaceWithRun here;
  const Outcome outcome = here.run("hybrid", {"cost", "--run", "run", "--out", "costs"});
  REQUIRE(outcome.exit_code == 0);
  for (const auto* file : {"costs/ledger.csv", "costs/curves.csv", "costs/pareto.gp"})
    REQUIRE(std::filesystem::exists(here / file));
}

}  // namespace
}  // namespace hybrid::test
