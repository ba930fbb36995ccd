#include "cli/man_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/footer.h"
#include "cli/value_names.h"
#include "core/build_info.h"
#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

struct ExitStatus {
  ExitCode code;
  std::string_view meaning;
};

constexpr std::array kExitStatuses{
    ExitStatus{ExitCode::ok, "done"},
    ExitStatus{ExitCode::usage, "a wrong command line"},
    ExitStatus{ExitCode::config, "a wrong config file"},
    ExitStatus{ExitCode::data, "files that are missing, faulty or cannot be written"},
    ExitStatus{ExitCode::infeasible, "a requirement that cannot be met"},
    ExitStatus{ExitCode::internal, "a fault of the program"},
    ExitStatus{ExitCode::interrupted, "interrupted"}};

/// Escapes text for roff: no requests, and hyphens that can be copied.
std::string escaped(std::string_view text) {
  std::string roff;
  bool starts_line = true;
  for (const char c : text) {
    if (starts_line && c == '.') roff += "\\&";
    starts_line = c == '\n';
    if (c == '\\')
      roff += "\\e";
    else if (c == '-')
      roff += "\\-";
    else if (c == '\'')
      roff += "\\(aq";
    else if (c == '^')
      roff += "\\(ha";
    else if (c == '~')
      roff += "\\(ti";
    else
      roff += c;
  }
  return roff;
}

/// Escapes text and sets `words` between backticks in bold.
std::string paragraph(std::string_view text) {
  const auto parts = split(text, '`');
  if (parts.size() % 2 == 0) return escaped(text);
  std::string roff;
  for (std::size_t i = 0; i < parts.size(); ++i)
    roff += i % 2 == 0 ? escaped(parts[i]) : "\\fB" + escaped(parts[i]) + "\\fR";
  return roff.starts_with('.') ? "\\&" + roff : roff;
}

/// Returns "\fB\-q\fR, \fB\-\-quiet\fR", "\fB\-\-out\fR \fIFILE\fR" or "\fImodel\fR".
std::string tag_of(const CLI::Option& option) {
  if (option.get_positional()) return "\\fI" + escaped(option.get_single_name()) + "\\fR";
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("\\fB" + escaped("-" + name) + "\\fR");
  for (const auto& name : option.get_lnames()) names.push_back("\\fB" + escaped("--" + name) + "\\fR");
  std::string tag = join(names);
  const std::string value = value_of(option);
  return value.empty() ? tag : tag + " \\fI" + escaped(value) + "\\fR";
}

void add_options(std::string& page, const std::vector<const CLI::Option*>& options) {
  for (const CLI::Option* option : options) {
    std::string text = paragraph(option->get_description());
    if (!option->get_default_str().empty())
      text += fmt::format(" (default {})", escaped(option->get_default_str()));
    page += fmt::format(".TP\n{}\n{}\n", tag_of(*option), text);
  }
}

/// Adds the options by group, as in --help.
void add_groups(std::string& page, const CLI::App& app) {
  for (const std::string& group : app.get_groups()) {
    if (group.empty()) continue;  // hidden
    const auto options =
        app.get_options([&](const CLI::Option* option) { return option->get_group() == group; });
    if (options.empty()) continue;
    page += group == "Options" ? ".SH OPTIONS\n" : fmt::format(".SS {}\n", escaped(group));
    add_options(page, options);
  }
}

void add_text(std::string& page, const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  if (end != std::string::npos) page += paragraph(text.substr(0, end + 1)) + "\n";
}

void add_subcommands(std::string& page, const CLI::App& app, const std::string& name) {
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  if (subcommands.empty()) return;
  page += ".SH COMMANDS\n";
  for (const CLI::App* sub : subcommands)
    page += fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(sub->get_name()), paragraph(sub->get_description()));
  if (name == "hybrid") return;  // its commands have pages of their own
  for (const CLI::App* sub : subcommands) {
    page += fmt::format(".SS {}\n", escaped(name + " " + sub->get_name()));
    const Footer footer = footer_of(*sub);
    add_text(page, footer.text);
    std::vector<const CLI::Option*> own;
    for (const CLI::Option* option : sub->get_options())
      if (app.get_option_no_throw(option->get_name()) == nullptr) own.push_back(option);
    if (own.empty() && footer.text.empty()) page += "No options of its own.\n";
    add_options(page, own);
    if (!footer.examples.empty()) page += ".P\n.nf\n" + escaped(footer.examples) + "\n.fi\n";
  }
}

std::string synopsis(const CLI::App& app, const std::string& name) {
  std::string text = fmt::format("\\fB{}\\fR", escaped(name));
  if (!app.get_subcommands([](const CLI::App*) { return true; }).empty()) text += " \\fICOMMAND\\fR";
  text += " [\\fIOPTIONS\\fR]";
  for (const CLI::Option* option : app.get_options())
    if (option->get_positional()) text += " [" + tag_of(*option) + "]";
  return text;
}

}  // namespace

std::string page_name(const std::string& name) {
  return join(split(name, ' '), "-");
}

std::string man_page(const CLI::App& app, const std::string& name, const std::vector<std::string>& see_also) {
  const std::string page = page_name(name);
  std::string title = page;
  std::ranges::transform(title, title.begin(), [](unsigned char c) { return std::toupper(c); });
  const Footer footer = footer_of(app);

  std::string text = fmt::format(".TH \"{}\" 1 \"\" \"hybrid {}\" \"User Commands\"\n", escaped(title),
                                 build_info().version);
  text += fmt::format(".SH NAME\n{} \\- {}\n", escaped(page), paragraph(app.get_description()));
  text += fmt::format(".SH SYNOPSIS\n{}\n", synopsis(app, name));
  if (!footer.text.empty()) text += ".SH DESCRIPTION\n";
  add_text(text, footer.text);
  add_groups(text, app);
  add_subcommands(text, app, name);
  if (!footer.examples.empty()) text += ".SH EXAMPLES\n.nf\n" + escaped(footer.examples) + "\n.fi\n";
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitStatuses)
    text += fmt::format(".TP\n{}\n{}\n", static_cast<int>(code), meaning);
  std::vector<std::string> others;
  for (const auto& other : see_also) others.push_back(fmt::format("\\fB{}\\fR(1)", escaped(other)));
  if (!others.empty()) text += ".SH SEE ALSO\n" + join(others, ",\n") + "\n";
  return text;
}

}  // namespace hybrid::cli
