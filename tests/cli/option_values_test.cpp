// Values of options, by one rule for all commands: what is no number is refused in our words, and a list
// names nothing twice.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <map>
#include <regex>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Matches;

struct NumericOption {
  std::string name;
  bool integer = false;
};

/// The options whose help says that they take numbers: "--seed N".
std::vector<NumericOption> numeric_options(const std::string& help) {
  static const std::regex option(R"(\n  (--[a-z-]+) (N|MS|MJ|MACS|BYTES|SHARE|POINTS|NUMBER)[\n ,])");
  std::vector<NumericOption> options;
  for (std::sregex_iterator at(help.begin(), help.end(), option); at != std::sregex_iterator(); ++at)
    options.push_back({(*at)[1], (*at)[2] == "N"});
  return options;
}

/// Adds the option without which this one is refused whatever its value.
std::vector<std::string> with_what_it_needs(std::vector<std::string> words) {
  static const std::map<std::string, std::vector<std::string>> needed{
      {"--base-accuracy", {"--cloud-accuracy", "0.9"}},
      {"--cloud-accuracy", {"--base-accuracy", "0.5"}},
      {"--router-macs", {"--ledger"}},
      {"--confidence", {"--coverage", "0.8"}},
      {"--value", {"--value-of", "latency"}}};
  if (const auto more = needed.find(words.front()); more != needed.end())
    words.insert(words.end(), more->second.begin(), more->second.end());
  return words;
}

std::vector<std::vector<std::string>> commands_with_numbers() {
  std::vector<std::vector<std::string>> commands{
      {"abstain"},        {"audit"},          {"bound"},         {"compare"},         {"cost"},
      {"entropy"},        {"evaluate"},       {"export-router"}, {"payload"},         {"simulate"},
      {"tune"},           {"model", "show"},  {"model", "fit"},  {"model", "import"}, {"model", "export"},
      {"data", "verify"}, {"data", "prepare"}};
#ifdef HYBRID_HAS_TORCH
  commands.insert(commands.end(), {{"train"}, {"train-exits"}, {"predict"}});
#endif
  return commands;
}

TEST_CASE("every option for a number says of another word what it takes", "[cli]") {
  const Workplace here;
  int spelling = 0;
  for (const auto& command : commands_with_numbers()) {
    const auto run = [&](const std::vector<std::string>& more) {
      std::vector<std::string> words = command;
      words.insert(words.end(), more.begin(), more.end());
      return here.run("hybrid", words);
    };
    const auto options = numeric_options(run({"--help"}).out);
    INFO(command.front() << " " << command.back());
    REQUIRE_FALSE(options.empty());
    for (const auto& [name, integer] : options) {
      std::vector<std::string> words = with_what_it_needs({name, "abc"});
      if (command.front() == "export-router") words.insert(words.end(), {"--out", "router.c"});
      Outcome other = run(words);
      // Some read a number only when the data that it is for are there.
      if (other.exit_code == 4) {
        words.insert(words.end(), {"--base", "base.npz", "--cloud", "cloud.npz"});
        other = run(words);
      }
      REQUIRE(other.exit_code == 2);
      REQUIRE_THAT(other.err,
                   Contains(fmt::format("{} is abc, must be a{}", name, integer ? "n integer" : "")) ||
                       Matches(fmt::format("(.|\n)*{} takes .*not 'abc'(.|\n)*", name)));
      if (!integer) continue;
      for (const std::string word : {"+5", "050", "99999999999999999999"}) {
        const Outcome outcome = run({name, word});
        require_refusal(outcome, 2, name + " is " + word + ", must be ");
        if (outcome.err.find("written in digits without '+' or leading zeros") != std::string::npos)
          ++spelling;
      }
    }
  }
  REQUIRE(spelling > 20);  // of the others 5 or 50 is out of bounds
  REQUIRE(here.new_names().empty());
}

TEST_CASE("no list names a value twice, however it is written", "[cli]") {
  const Workplace here;
  const auto refuse = [&](const std::string& command, const std::string& option,
                          const std::vector<std::string>& values) {
    std::vector<std::string> words{command, option, fmt::format("{}", fmt::join(values, ","))};
    if (command != "compare" && command != "partition")
      words.insert(words.end(), {"--base", "base.npz", "--cloud", "cloud.npz"});
    const Outcome outcome = here.run("hybrid", words);
    INFO(command << " " << outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 2);
    REQUIRE_THAT(outcome.err, Contains(option + " names '" + values.back() + "' twice") ||
                                  Contains(", must be different from the entries before it"));
    REQUIRE(outcome.out.empty());
  };
  const std::vector<std::string> amounts{"600", "900", "6e2"}, shares{"0.5", "50%"},
      names{"entropy", "entropy"};
  for (const auto* option : {"--latency", "--energy", "--macs", "--price"}) refuse("tune", option, amounts);
  for (const auto* command : {"bound", "cost", "payload", "evaluate"}) refuse(command, "--latency", amounts);
  for (const auto* command : {"tune", "bound", "cost", "abstain", "entropy", "evaluate"})
    refuse(command, "--coverage", shares);
  refuse("tune", "--accuracy", shares);
  for (const auto* command : {"cost", "abstain", "evaluate"}) refuse(command, "--methods", names);
  refuse("compare", "--coverage", shares);
  refuse("partition", "--profile", {"stm32f746-nbiot", "stm32f746-nbiot"});
  refuse("partition", "--models", {"MBV3-215", "MBV3-215"});
}

TEST_CASE("blanks around the entries of a list do not count", "[cli]") {
  const Workplace here;
  const auto tuned = [&](const std::string& coverages) {
    return here.run("hybrid", {"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--method", "max_prob",
                               "--coverage", coverages});
  };
  const Outcome plain = tuned("0.9,0.8");
  REQUIRE(plain.exit_code == 0);
  REQUIRE(tuned("0.9, 0.8 ").out == plain.out);
}

TEST_CASE("a config that is a pipe is refused, not waited for", "[cli]") {
  const Workplace here;
  require_refusal(here.run("hybrid", {"config", "check", "pipe"}, "mkfifo pipe; "), 4,
                  "pipe: is a pipe or a device; give a config as a file");
}

TEST_CASE("an unknown profile is answered with those of both places", "[cli]") {
  const Workplace here;
  std::filesystem::remove(here / "configs");
  std::filesystem::create_directories(here / "configs/systems");
  std::filesystem::copy_file(std::filesystem::path(HYBRID_SOURCE) / "configs/systems/paper-table3.yaml",
                             here / "configs/systems/mine.yaml");
  const Outcome outcome = here.run("hybrid", {"cost", "--ledger", "--profile", "nope"});
  require_refusal(outcome, 2, "unknown profile 'nope' (there are ");
  REQUIRE_THAT(outcome.err, Contains(" mine, ") && Contains(" paper-table3, "));
  for (const auto* name : {"mine", "paper-table3"})
    REQUIRE(here.run("hybrid", {"cost", "--ledger", "--profile", name}).exit_code == 0);
}

TEST_CASE("cards of one's own are added to those beside the program", "[cli]") {
  const Workplace here;
  std::filesystem::remove(here / "configs");
  std::filesystem::create_directories(here / "configs/models");
  REQUIRE(here.run("hybrid", {"partition", "--models", "MBV3-215"}).exit_code == 0);
}

}  // namespace
}  // namespace hybrid::test
