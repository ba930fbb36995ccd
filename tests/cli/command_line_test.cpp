// What is typed wrongly: exit 2, one line that names it and the nearest right word, one that points to the
// help.

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "core/files.h"
#include "core/text.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

void require_usage_error(const Outcome& outcome, const std::string& message, const std::string& program) {
  require_refusal(outcome, 2, message);
  REQUIRE_THAT(outcome.err, EndsWith("see " + program + " --help\n"));
}

TEST_CASE("a misspelt command is answered with the right one", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"evalaute"}),
                      "unknown command 'evalaute'; did you mean 'evaluate'?", "hybrid");
  require_usage_error(here.run("hybrid", {"dance"}),
                      "unknown command 'dance' (there are evaluate, tune, export-router, audit,", "hybrid");
}

TEST_CASE("a misspelt option is answered with the right one", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"tune", "--latencey", "600"}),
                      "unknown option '--latencey'; did you mean '--latency'?", "hybrid tune");
  require_usage_error(here.run("hybrid", {"evaluate", "--bsae=base.npz"}),
                      "unknown option '--bsae'; did you mean '--base'?", "hybrid evaluate");
  require_usage_error(here.run("tune-router", {"--latencey", "600"}),
                      "unknown option '--latencey'; did you mean '--latency'?", "tune-router");
  require_usage_error(here.run("hybrid", {"--versoin"}),
                      "unknown option '--versoin'; did you mean '--version'?", "hybrid");
}

TEST_CASE("a stray word and an option without its value are named", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"bound", "now"}), "unexpected argument 'now'", "hybrid bound");
  require_usage_error(here.run("hybrid", {"tune", "--run"}), "--run", "hybrid tune");
}

TEST_CASE("an option that resembles none is answered with all that the command has, by group", "[cli]") {
  const Workplace here;
  for (const std::string option : {"--gateway", "-x", "--help-me-please"}) {
    const Outcome outcome = here.run("hybrid", {"tune", option, "600"});
    require_usage_error(outcome, "unknown option '" + option + "' (there are Budgets: --latency, ",
                        "hybrid tune");
    REQUIRE_THAT(outcome.err, Contains("; Price: --price, --value, --value-of; ") &&
                                  Contains("; Data: --run, --base, --cloud, "));
    REQUIRE_THAT(outcome.err, !Contains("did you mean"));
  }
}

TEST_CASE("an option under another program's name, or of another command, is answered with the right one",
          "[cli]") {
  const Workplace here;
  const auto refusal = [&](const std::string& command, const std::string& option) {
    const Outcome outcome = here.run("hybrid", {command, option, "1"});
    REQUIRE(outcome.exit_code == 2);
    return outcome.err;
  };
  REQUIRE_THAT(refusal("tune", "--offload"), Contains("unknown option '--offload'; did you mean '--sent'?"));
  REQUIRE_THAT(refusal("bound", "--sent"),
               Contains("unknown option '--sent'; did you mean '--coverage', the share that is kept: 1 minus "
                        "the share that is sent?"));
  for (const auto& [command, option, hint] :
       {std::array{"evaluate", "--tune_fraction", "'--tune-fraction'"},
        std::array{"evaluate", "--Base", "'--base'"}, std::array{"evaluate", "--server", "'--cloud'"},
        std::array{"evaluate", "--output-dir", "'--out'"}, std::array{"evaluate", "--system", "'--profile'"},
        std::array{"evaluate", "--kfold", "'--cross-fit'"},
        std::array{"evaluate", "--predictions", "'--base', and --cloud"},
        std::array{"tune", "--budget", "'--latency'"}, std::array{"tune", "--methods", "'--method'"},
        std::array{"compare", "--method", "'--methods'"},
        std::array{"evaluate", "--ledger", "an option of `hybrid cost`"},
        std::array{"cost", "--weights", "an option of `hybrid predict`"}})
    REQUIRE_THAT(refusal(command, option), Contains(hint));
}

TEST_CASE("every option of every command is known as one to all others", "[cli]") {
  // What the help says is what the commands have.
  std::map<std::string, std::set<std::string>> options_of;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HYBRID_TEST_DATA) / "golden")) {
    const std::string name = entry.path().stem().string();
    if (!name.starts_with("help-")) continue;
    for (const std::string& line : split(read_file(entry.path()), '\n')) {
      const auto at = line.find("--");
      if (!line.starts_with("  -") || at > 6) continue;
      options_of[name.substr(5)].insert(line.substr(at, line.find_first_of(" ,=", at) - at));
    }
  }
  std::set<std::string> all;
  for (const auto& [command, own] : options_of) all.insert(own.begin(), own.end());
  const Workplace here;
  int asked = 0;
  for (const auto& option : all) {
    const std::string other = options_of.at("bound").contains(option) ? "partition" : "bound";
    if (options_of.at(other).contains(option)) continue;
    CAPTURE(option);
    REQUIRE_THAT(here.run("hybrid", {other, option, "1"}).err,
                 Contains("did you mean") || Contains("it is an option of `hybrid "));
    ++asked;
  }
  REQUIRE(asked > 60);
}

TEST_CASE("a word that belongs to no option is answered with all options", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"cost", "o"}), "unexpected argument 'o' (there are ",
                      "hybrid cost");
}

TEST_CASE("words without their option are answered with it, and that works", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"evaluate", "base.npz", "cloud.npz"}),
                      "unexpected argument 'base.npz'; give it as --base base.npz --cloud cloud.npz",
                      "hybrid evaluate");
  REQUIRE(here.evaluate().exit_code == 0);  // with these two
  for (const std::string command :
       {"tune", "audit", "abstain", "bound", "entropy", "cost", "payload", "export-router"}) {
    require_usage_error(here.run("hybrid", {command, "base.npz", "cloud.npz"}),
                        "unexpected argument 'base.npz'; give it as --base base.npz --cloud cloud.npz",
                        "hybrid " + command);
    if (command == "payload") continue;  // of sets alone
    require_usage_error(here.run("hybrid", {command, "run"}),
                        "unexpected argument 'run'; give it as --run run", "hybrid " + command);
  }
  require_usage_error(here.run("hybrid", {"evaluate", "base.npz"}),
                      "give it as --base base.npz --cloud FILE, the other model's outputs",
                      "hybrid evaluate");
  require_usage_error(here.run("hybrid", {"evaluate", "--base", "base.npz", "cloud.npz"}),
                      "unexpected argument 'cloud.npz'; give it as --cloud cloud.npz", "hybrid evaluate");
  require_usage_error(here.run("hybrid", {"payload", "--latency", "1000", "base.npz", "cloud.npz"}),
                      "give it as --base base.npz --cloud cloud.npz", "hybrid payload");
  require_usage_error(here.run("hybrid", {"evaluate", "pair.yaml"}), "give it as --config pair.yaml",
                      "hybrid evaluate");
  require_usage_error(here.run("hybrid", {"tune", "paper-text"}), "give it as --profile paper-text",
                      "hybrid tune");
  require_usage_error(here.run("hybrid", {"tune", "max_prob"}), "give it as --method max_prob",
                      "hybrid tune");
  require_usage_error(here.run("hybrid", {"simulate", "specialist"}), "give it as --family specialist",
                      "hybrid simulate");
  require_usage_error(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "0.8"}),
                      "unexpected argument '0.8'; a list is one word: --coverage 0.9,0.8", "hybrid tune");
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9,0.8"}).exit_code == 0);
}

TEST_CASE("a list before positionals takes no more than its own word", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "a"}).exit_code == 0);
  REQUIRE(here.evaluate({"--out", "b", "--seed", "1"}).exit_code == 0);
  const Outcome first =
      here.run("hybrid", {"compare", "a", "b", "--coverage", "0.9", "--methods", "max_prob"});
  REQUIRE(first.exit_code == 0);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"compare", "--coverage", "0.9", "--methods", "max_prob", "a", "b"},
        {"compare", "--methods", "max_prob", "a", "--coverage", "0.9", "b"},
        {"compare", "a", "--coverage=0.9", "--methods=max_prob", "b"}})
    REQUIRE(here.run("hybrid", arguments).out == first.out);
}

TEST_CASE("a misspelt method is answered with the right one and all there are", "[cli]") {
  const Workplace here;
  require_usage_error(here.evaluate({"--methods", "entorpy"}),
                      "unknown method 'entorpy'; did you mean 'entropy'?", "hybrid evaluate");
  require_usage_error(here.evaluate({"--methods", "entropy,random,entropy"}),
                      "--methods is entropy, must be different from the entries before it",
                      "hybrid evaluate");
  REQUIRE(here.new_names().empty());
  REQUIRE(here.evaluate().exit_code == 0);
  require_usage_error(
      here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "--method", "max_porb"}),
      "unknown method 'max_porb'; did you mean 'max_prob'?", "hybrid tune");
}

TEST_CASE("a misspelt profile is answered with the right one", "[cli]") {
  const Workplace here;
  require_usage_error(here.evaluate({"--profile", "paper-tabel3"}),
                      "unknown profile 'paper-tabel3'; did you mean 'paper-table3'?", "hybrid evaluate");
  REQUIRE(here.new_names().empty());
}

TEST_CASE("values that are no shares, amounts or numbers are named with their option", "[cli]") {
  const Workplace here;
  const auto tune = [&](const char* option, const char* value) {
    return here.run("hybrid",
                    {"tune", "--macs", "1e6", "--base", "base.npz", "--cloud", "cloud.npz", option, value});
  };
  require_usage_error(tune("--coverage", "1.5"), "--coverage takes shares between 0 and 1", "hybrid tune");
  require_usage_error(tune("--coverage", "150%"), "'150%'", "hybrid tune");
  require_usage_error(tune("--latency", "fast"),
                      "--latency takes numbers >= 0 in ms (600) or with a unit (0.6s), not 'fast'",
                      "hybrid tune");
  require_usage_error(tune("--energy", "nan"), "'nan'", "hybrid tune");
  require_usage_error(tune("--macs", "-1"), "'-1'", "hybrid tune");
  require_usage_error(tune("--accuracy", "inf"), "'inf'", "hybrid tune");
  require_usage_error(tune("--seed", "-3"), "--seed is -3, must be >= 0", "hybrid tune");
  require_usage_error(tune("--seed", "one"), "--seed", "hybrid tune");
  require_usage_error(here.evaluate({"--tune-fraction", "1"}), "--tune-fraction is 1, must be in (0, 1)",
                      "hybrid evaluate");
  require_usage_error(here.evaluate({"--bootstrap", "0"}), "--bootstrap is 0, must be >= 100",
                      "hybrid evaluate");
  REQUIRE(here.new_names().empty());
}

TEST_CASE("options that exclude each other or miss their other half are refused", "[cli]") {
  const Workplace here;
  const auto tune = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"tune", "--coverage", "0.9"});
    return here.run("hybrid", arguments);
  };
  require_usage_error(tune({"--run", "run", "--base", "base.npz", "--cloud", "cloud.npz"}),
                      "give either --run or --base and --cloud", "hybrid tune");
  require_usage_error(tune({"--base", "base.npz"}), "give both --base and --cloud", "hybrid tune");
  require_usage_error(tune({"--cloud", "cloud.npz"}), "give both --base and --cloud", "hybrid tune");
  require_usage_error(tune({"--base", "base.npz", "--cloud", "cloud.npz", "--tune-base", "base.npz"}),
                      "give both --tune-base and --tune-cloud", "hybrid tune");
  require_usage_error(tune({"--run", "run", "--seed", "2"}), "--seed go with --base and --cloud",
                      "hybrid tune");
  require_usage_error(here.run("hybrid", {"evaluate", "--base", "base.npz"}), "give both --base and --cloud",
                      "hybrid evaluate");
  require_usage_error(here.run("upper-bound", {"--base-accuracy", "0.5"}),
                      "give both --base-accuracy and --cloud-accuracy", "upper-bound");
  require_usage_error(tune({"--base", "base.npz", "--cloud", "cloud.npz", "--method", "on_cloud"}),
                      "on_cloud has nothing to tune", "hybrid tune");
}

#ifdef HYBRID_HAS_TORCH
TEST_CASE("flags before a command that another program has reach that program", "[cli]") {
  const Workplace here;
  for (const auto* flag : {"--quiet", "-q"}) {
    const Outcome outcome = here.run("hybrid", {flag, "train", "--config", "nowhere.yaml"});
    REQUIRE(outcome.exit_code == 4);
    REQUIRE_THAT(outcome.err, Catch::Contains("hybrid train: error: nowhere.yaml"));
  }
}
#endif

TEST_CASE("tuning without a budget says which there are", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("tune-router", {"--base", "base.npz", "--cloud", "cloud.npz"}),
                      "give what to tune to: --latency, --energy, --macs, --sent, --coverage, --accuracy, ",
                      "tune-router");
}

TEST_CASE("config without or with a misspelt verb says which there are", "[cli]") {
  const Workplace here;
  require_usage_error(here.run("hybrid", {"config"}), "give check, show or manual", "hybrid config");
  require_usage_error(here.run("hybrid", {"config", "chekc"}), "did you mean 'check'?", "hybrid config");
  require_usage_error(here.run("hybrid", {"config", "check"}), "needs a config file", "hybrid config");
}

TEST_CASE("help and version go to standard output and are no error", "[cli]") {
  const Workplace here;
  for (const auto& arguments : {std::vector<std::string>{},
                                {"--help"},
                                {"help"},
                                {"tune", "--help"},
                                {"help", "tune"},
                                {"help", "model", "show"},
                                {"--version"}}) {
    const Outcome outcome = here.run("hybrid", arguments);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_FALSE(outcome.out.empty());
    REQUIRE(outcome.err.empty());
  }
  REQUIRE_THAT(here.run("hybrid", {"--version"}).out, StartsWith("hybrid "));
  REQUIRE(here.run("hybrid", {"help", "model", "show"}).out ==
          here.run("hybrid", {"model", "show", "--help"}).out);
  // A command of a program of its own, too.
  REQUIRE(here.run("hybrid", {"help", "data"}).out == here.run("hybrid", {"data", "--help"}).out);
  require_usage_error(here.run("hybrid", {"help", "tunee"}), "did you mean 'tune'?", "hybrid");
}

TEST_CASE("the option manual names every section of an experiment", "[cli]") {
  const Workplace here;
  const Outcome manual = here.run("hybrid", {"config", "manual"});
  REQUIRE(manual.exit_code == 0);
  for (const auto* key : {"router", "training", "evaluation", "macs_per_second"})
    REQUIRE_THAT(manual.out, Contains(key));
}

}  // namespace
}  // namespace hybrid::test
