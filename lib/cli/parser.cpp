#include "cli/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/help_formatter.h"
#include "cli/value_names.h"
#include "config/config_files.h"
#include "core/build_info.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

std::string version_text() {
  const auto& build = build_info();
  std::vector<std::string> places;
  for (const auto& folder : config::shipped_folders()) {
    if (!std::filesystem::is_directory(folder / "configs")) continue;
    const std::string place = std::filesystem::canonical(folder / "configs").string();
    if (std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  return fmt::format("hybrid {} ({}, {} build, {})\nconfigs: {}", build.version, build.commit,
                     build.build_type, build.compiler,
                     places.empty() ? "none here or beside the program" : join(places, ", then "));
}

void add_common_flags(CLI::App& app, Verbosities& verbosities) {
  app.allow_extras();
  app.add_flag("-q,--quiet", verbosities.quiet, "print results and warnings only")->group(kCommonOptions);
  app.add_flag("-v,--verbose", verbosities.verbose,
               "also print how fits went, and the backtrace of an internal error")
      ->group(kCommonOptions);
  app.set_help_flag("-h,--help", "print this help")->group(kCommonOptions);
  app.set_version_flag("--version", version_text, "print the version and where configs are found")
      ->group(kCommonOptions);
}

/// Removes the blanks around an entry of "0.9, 0.8".
std::string drop_blanks(std::string& entry) {
  const auto first = entry.find_first_not_of(' ');
  entry = first == std::string::npos ? "" : entry.substr(first, entry.find_last_not_of(' ') - first + 1);
  return "";
}

/// Makes every list option take one word, "0.9,0.8", and lets it be repeated: one that took all words up to
/// the next option would swallow positionals. Options that have set this themselves stay as they are.
void take_lists_as_words(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_positional() || !option->get_allow_extra_args()) continue;
    option->allow_extra_args(false)->delimiter(',')->transform(CLI::Validator(drop_blanks, ""));
  }
  for (CLI::App* part : app.get_subcommands({})) take_lists_as_words(*part);
}

/// Adds the command's options, those of its subcommands, and the common flags to all of them.
Action add_command(CLI::App& app, const Command& command, Verbosities& verbosities) {
  Action action = command.setup(app);
  name_values(app, command.name);
  for (CLI::App* part : app.get_subcommands({})) add_common_flags(*part, verbosities);
  take_lists_as_words(app);
  return action;
}

}  // namespace

void add_commands(Parser& parser, std::span<const Command> commands, const std::string& program) {
  CLI::App& app = parser.app;
  app.name(program);
  app.formatter(std::make_shared<HelpFormatter>());
  if (commands.size() == 1) {
    app.description(std::string(commands[0].summary));
    parser.action = add_command(app, commands[0], parser.verbosities);
    add_common_flags(app, parser.verbosities);
    return;
  }
  app.description("Split inference between a tiny device and the cloud.");
  app.footer("`hybrid help COMMAND` explains a command, with examples.");
  app.require_subcommand(0, 1);
  add_common_flags(app, parser.verbosities);
  for (const auto& command : commands) {
    CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    if (!command.group.empty()) sub->group(std::string(command.group));
    if (command.setup == nullptr) continue;
    add_common_flags(*sub, parser.verbosities);
    sub->parse_complete_callback(
        [&parser, action = add_command(*sub, command, parser.verbosities)] { parser.action = action; });
  }
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

std::vector<std::string> subcommands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* part : app.get_subcommands({})) names.push_back(part->get_name());
  return names;
}

}  // namespace hybrid::cli
