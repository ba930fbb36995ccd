#pragma once
// That no list option takes more than the word after it, for every option of every command.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <span>
#include <string>
#include <vector>

#include "cli/parser.h"

namespace hybrid::test {

/// The list options of a command and its subcommands, each with the words that lead to it: "model", "show".
struct ListOption {
  std::vector<std::string> path;
  std::string name;
  bool split = true;  ///< at commas; --set is not
};

inline void add_list_options(const CLI::App& app, const std::vector<std::string>& path,
                             std::vector<ListOption>& found) {
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() && option->get_expected_max() > 1)
      found.push_back({path, "--" + option->get_lnames().front(), option->get_delimiter() == ','});
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> below = path;
    below.push_back(sub->get_name());
    add_list_options(*sub, below, found);
  }
}

/// Parses the words and returns the values that the option received.
inline std::vector<std::string> values_of(std::span<const cli::Command> commands, const ListOption& option,
                                          const std::vector<std::string>& words) {
  cli::Parser parser;
  cli::add_commands(parser, commands, "hybrid");
  std::vector<std::string> line = option.path;
  line.insert(line.end(), words.begin(), words.end());
  std::ranges::reverse(line);  // as CLI11 wants them
  parser.app.parse(line);
  CLI::App* app = &parser.app;
  for (const auto& word : option.path) app = app->get_subcommand(word);
  return app->get_option(option.name)->results();
}

/// @return the number of list options
inline std::size_t require_lists_of_one_word(std::span<const cli::Command> commands) {
  using Words = std::vector<std::string>;
  cli::Parser parser;
  cli::add_commands(parser, commands, "hybrid");
  std::vector<ListOption> options;
  add_list_options(parser.app, {}, options);
  for (const ListOption& option : options) {
    INFO(fmt::format("{} {}", fmt::join(option.path, " "), option.name));
    const auto values = [&](const Words& words) { return values_of(commands, option, words); };
    const std::string& name = option.name;
    // The words of --pictures are checked at once.
    const std::string one = name == "--pictures" ? "png" : "0.5", two = name == "--pictures" ? "pdf" : "0.25";
    REQUIRE(values({name, one, "word", "other"}) == Words{one});
    REQUIRE(values({name + "=" + one, "word"}) == Words{one});
    REQUIRE(values({"word", name, one}) == Words{one});
    REQUIRE(values({name, one, "word", name, two}) == Words{one, two});
    if (option.split) REQUIRE(values({name, one + "," + two, "word"}) == Words{one, two});
  }
  return options.size();
}

}  // namespace hybrid::test
