#include "cli/parser.h"

#include <catch2/catch.hpp>

#include "cli/commands.h"
#include "cli/data_command.h"
#include "cli/ignored_options.h"
#include "core/error.h"
#include "support/error_message.h"
#include "support/list_options.h"

namespace hybrid::test {
namespace {

/// The commands that need no LibTorch; tests/train has the others.
std::vector<cli::Command> commands_without_tensors() {
  std::vector<cli::Command> found{cli::data_command()};
  for (const cli::Command& command : cli::commands())
    if (command.setup != nullptr) found.push_back(command);
  return found;
}

TEST_CASE("a list option of any command takes one word, and leaves those after it alone", "[cli]") {
  REQUIRE(require_lists_of_one_word(commands_without_tensors()) >= 30);
}

TEST_CASE("the help of a list shows how it is written", "[cli]") {
  cli::Parser parser;
  cli::add_commands(parser, commands_without_tensors(), "hybrid");
  REQUIRE_THAT(parser.app.get_subcommand("compare")->help(),
               Catch::Contains("--coverage SHARE,...") && Catch::Contains("--methods METHOD,..."));
  REQUIRE_THAT(parser.app.get_subcommand("config")->help(), Catch::Contains("--set KEY=VALUE ..."));
}

/// The refusal of these words under rules of both kinds.
std::string refusal(std::vector<std::string> words) {
  CLI::App app;
  std::string run, seed, out, quality;
  bool ledger = false, json = false;
  app.add_flag("--ledger", ledger);
  app.add_flag("--json", json);
  app.add_option("--run", run);
  app.add_option("--seed", seed);
  app.add_option("--out", out);
  app.add_option("--quality", quality);
  std::ranges::reverse(words);
  app.parse(words);
  try {
    cli::refuse_ignored_options(
        app, {{.options = {"--run", "--seed"}, .beside = {"--ledger"}, .why = "--ledger needs no data"},
              {.options = {"--quality"}, .without = {"--out", "--json"}, .why = "nothing is written"}});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("options are refused beside what leaves them without effect, and without what they need", "[cli]") {
  REQUIRE(refusal({}) == "");
  REQUIRE(refusal({"--run", "r", "--seed", "1"}) == "");
  REQUIRE(refusal({"--ledger"}) == "");
  REQUIRE(refusal({"--run", "r", "--ledger"}) == "--ledger needs no data: leave out --run");
  REQUIRE(refusal({"--ledger", "--seed", "1", "--run", "r"}) ==
          "--ledger needs no data: leave out --run and --seed");
  REQUIRE(refusal({"--quality", "9"}) == "nothing is written: leave out --quality, or give --out or --json");
  REQUIRE(refusal({"--quality", "9", "--json"}) == "");
  REQUIRE(refusal({"--quality", "9", "--out", "x"}) == "");
}

}  // namespace
}  // namespace hybrid::test
