#include "cli/help_formatter.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "cli/footer.h"
#include "cli/value_names.h"
#include "core/text.h"
#include "report/plain_text.h"

namespace hybrid::cli {

namespace {

constexpr std::size_t kNarrowest = 50;
/// Where descriptions start: at 30, or nearer where the terminal is narrow.
std::size_t description_column(std::size_t width) {
  return std::min<std::size_t>(30, width / 3);
}

/// Returns a line "  name  description", the description wrapped in its column; below the name, if that is
/// long.
/// @param column where the description starts
std::string entry(const std::string& name, const std::string& description, std::size_t width,
                  std::size_t column) {
  std::string line = "  " + name;
  if (description.empty()) return line + "\n";
  if (report::characters_in(line) + 2 > column)
    line += "\n" + std::string(column, ' ');
  else
    line += std::string(column - report::characters_in(line), ' ');
  return line + report::wrapped(description, width, column, column) + "\n";
}

/// Returns "-q, --quiet", "--latency MS,...", "[RUN ...]".
std::string name_of(const CLI::Option& option) {
  const std::string value = value_of(option);
  if (option.get_positional()) return value;
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  return join(names) + (value.empty() ? "" : " " + value);
}

std::string description_of(const CLI::Option& option) {
  const std::string& text = option.get_description();
  return option.get_default_str().empty() ? text
                                          : fmt::format("{} (default {})", text, option.get_default_str());
}

void add_options(std::string& help, const CLI::App& app, const std::string& group, std::size_t width) {
  const auto options = app.get_options(
      [&](const CLI::Option* option) { return option->get_group() == group && !option->get_positional(); });
  if (options.empty()) return;
  help += fmt::format("\n{}:\n", group);
  for (const CLI::Option* option : options)
    help += entry(name_of(*option), description_of(*option), width, description_column(width));
}

std::vector<const CLI::Option*> positionals_of(const CLI::App& app) {
  return app.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

std::string usage(const CLI::App& app, const std::string& name) {
  std::string text = "Usage: " + name;
  if (!app.get_subcommands([](const CLI::App*) { return true; }).empty()) text += " COMMAND";
  for (const CLI::Option* option : positionals_of(app)) text += fmt::format(" [{}]", name_of(*option));
  return text + " [OPTIONS]\n";
}

void add_subcommands(std::string& help, const CLI::App& app, std::size_t width) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  std::vector<std::string> groups;
  std::size_t column = 0;
  for (const CLI::App* command : commands) column = std::max(column, command->get_name().size() + 4);
  for (const CLI::App* command : commands)
    if (std::ranges::find(groups, command->get_group()) == groups.end())
      groups.push_back(command->get_group());
  for (const auto& group : groups) {
    help += fmt::format("\n{}:\n", group == "Subcommands" || group == app.get_group() ? "Commands" : group);
    for (const CLI::App* command : commands)
      if (command->get_group() == group)
        help += entry(command->get_name(), command->get_description(), width, column);
  }
}

/// Wraps paragraphs, which are consecutive lines; lines that start with a blank stay as they are.
std::string paragraphs(const std::string& text, std::size_t width) {
  std::string result, paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) result += report::wrapped(paragraph, width) + "\n";
    paragraph.clear();
  };
  for (const std::string& line : split(text, '\n')) {
    if (!line.empty() && !line.starts_with(' ')) {
      paragraph += (paragraph.empty() ? "" : " ") + line;
      continue;
    }
    end_paragraph();
    if (!line.empty())
      result += line + "\n";
    else if (!result.empty() && !result.ends_with("\n\n"))
      result += "\n";
  }
  end_paragraph();
  while (result.ends_with("\n\n")) result.pop_back();
  return result;
}

}  // namespace

std::size_t help_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 1 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return report::kScreenWidth;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, report::kScreenWidth);
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const {
  const std::size_t width = help_width();
  std::string help = report::wrapped(fmt::format("{}: {}", name, app->get_description()), width) + "\n";
  help += usage(*app, name);
  if (const auto positionals = positionals_of(*app); !positionals.empty()) {
    help += "\n";
    for (const CLI::Option* option : positionals)
      help += entry(name_of(*option), description_of(*option), width, description_column(width));
  }
  add_subcommands(help, *app, width);
  for (const std::string& group : app->get_groups())
    if (group != kCommonOptions) add_options(help, *app, group, width);
  add_options(help, *app, kCommonOptions, width);
  const Footer footer = footer_of(*app);
  if (!footer.text.empty()) help += "\n" + paragraphs(footer.text, width);
  if (!footer.examples.empty()) help += "\nExamples:\n" + footer.examples + "\n";
  return help;
}

}  // namespace hybrid::cli
