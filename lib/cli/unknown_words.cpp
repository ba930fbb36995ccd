#include "cli/unknown_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/completions.h"
#include "cli/option_hints.h"
#include "cli/parser.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

const CLI::Option* find_option(const CLI::App& app, const std::string& name) {
  return app.get_option_no_throw(name);
}

/// Returns the command's options, without those that all commands have.
std::vector<const CLI::Option*> own_options(const CLI::App& app) {
  return app.get_options([](const CLI::Option* option) {
    return !option->get_positional() && !option->check_lname("help") && !option->check_lname("version") &&
           !option->check_lname("quiet") && !option->check_lname("verbose");
  });
}

/// Returns "; the command has --base, ...; Price: --price, --value", the options in their groups.
std::string options_by_group(const CLI::App& app) {
  std::vector<std::string> groups;
  for (const std::string& group : app.get_groups()) {
    std::vector<std::string> names;
    for (const auto* option : own_options(app))
      if (option->get_group() == group) names.push_back("--" + option->get_lnames().front());
    if (!names.empty()) groups.push_back(fmt::format("{}: {}", group, join(names)));
  }
  return groups.empty() ? "" : fmt::format(" (there are {})", join(groups, "; "));
}

[[noreturn]] void refuse_option(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::string hint =
      option_hint(app, std::string_view(name).substr(std::min(name.find_first_not_of('-'), name.size())));
  throw UsageError(fmt::format("unknown option '{}'{}", name, hint.empty() ? options_by_group(app) : hint));
}

bool ends_with_any(const std::string& word, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
}

bool is_prediction_file(const std::string& word) {
  return ends_with_any(word, {".npz", ".csv"}) || fs::is_directory(word);
}

/// Returns the list option whose value precedes the word: "--latency 600 1000".
std::optional<std::string> list_before(const CLI::App& app, std::span<char* const> arguments,
                                       const std::string& word) {
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    if (word != arguments[i]) continue;
    const std::string name = arguments[i - 2];
    const CLI::Option* option = name.starts_with("-") ? find_option(app, name) : nullptr;
    if (option != nullptr && option->get_delimiter() == ',')
      return fmt::format("{} {},{}", name, shell_quoted(arguments[i - 1]), shell_quoted(word));
  }
  return std::nullopt;
}

/// Returns the options that the words could have been given as; empty if nothing is probable.
std::string meant_options(const CLI::App& app, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  const std::string quoted = shell_quoted(word);
  if (find_option(app, "--config") != nullptr && ends_with_any(word, {".yaml", ".yml"}))
    return "--config " + quoted;
  if (find_option(app, "--run") != nullptr && fs::exists(fs::path(word) / "manifest.json"))
    return "--run " + quoted;
  const CLI::Option *base = find_option(app, "--base"), *cloud = find_option(app, "--cloud");
  if (base != nullptr && cloud != nullptr && is_prediction_file(word)) {
    if (base->count() > 0 && cloud->count() == 0) return "--cloud " + quoted;
    if (cloud->count() > 0 && base->count() == 0) return "--base " + quoted;
    return fmt::format("--base {} --cloud {}", quoted,
                       words.size() > 1 ? shell_quoted(words[1]) : "FILE, the other model's outputs");
  }
  for (const auto* option : own_options(app)) {
    const auto values = words_of(*option);
    if (std::ranges::find(values, word) != values.end())
      return fmt::format("--{} {}", option->get_lnames().front(), quoted);
  }
  return "";
}

}  // namespace

void refuse_unknown_words(const CLI::App& app, std::span<char* const> arguments) {
  const std::vector<std::string> words = app.remaining();
  if (words.empty()) return;
  const std::string& word = words.front();
  if (word.starts_with("-")) refuse_option(app, word);
  const std::vector<std::string> commands = subcommands_of(app);
  if (!commands.empty()) {
    const std::string hint = did_you_mean(word, commands);
    throw UsageError(fmt::format("unknown command '{}'{}", word,
                                 hint.empty() ? fmt::format(" (there are {})", join(commands)) : hint));
  }
  if (const auto list = list_before(app, arguments, word); list && !is_prediction_file(word))
    throw UsageError(fmt::format("unexpected argument '{}'; a list is one word: {}", word, *list));
  refuse_words(app, words);
}

void refuse_words(const CLI::App& app, const std::vector<std::string>& words) {
  const std::string meant = meant_options(app, words);
  throw UsageError(fmt::format("unexpected argument '{}'{}", words.front(),
                               meant.empty() ? options_by_group(app) : "; give it as " + meant));
}

}  // namespace hybrid::cli
