#include "cli/completions.h"

#include <fmt/format.h>

#include <functional>
#include <regex>

#include "arch/catalog.h"
#include "cli/parser.h"
#include "config/config_files.h"
#include "core/text.h"
#include "eval/methods.h"

namespace hybrid::cli {

namespace {

constexpr const char* kBashHead = R"(# bash completion for hybrid
_hybrid() {
  local IFS=$' \t\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local path=${1##*/} word words=
  COMPREPLY=()
)";

constexpr const char* kBashTail = R"(  local before=
  [[ $current == *,* ]] && before=${current%,*},
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "${current##*,}"))
}
)";

std::vector<const CLI::App*> subcommands_in(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// Returns "-q", "--quiet".
std::vector<std::string> flags_of(const CLI::Option& option) {
  std::vector<std::string> flags;
  for (const auto& name : option.get_snames()) flags.push_back("-" + name);
  for (const auto& name : option.get_lnames()) flags.push_back("--" + name);
  return flags;
}

/// Returns all words that can follow in this command, except values.
std::vector<std::string> next_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* sub : subcommands_in(app)) words.push_back(sub->get_name());
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& flag : flags_of(*option)) words.push_back(flag);
    if (option->get_positional())
      for (const auto& word : words_of(*option)) words.push_back(word);
  }
  return words;
}

/// Calls the function for the command and its subcommands, with paths such as "hybrid model show".
void visit(const CLI::App& app, const std::string& path,
           const std::function<void(const CLI::App&, const std::string&)>& action) {
  action(app, path);
  for (const CLI::App* sub : subcommands_in(app)) visit(*sub, path + " " + sub->get_name(), action);
}

/// Quotes a text as one word of the shell.
std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// Escapes the special characters of a spec of zsh's _arguments.
std::string zsh_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_values(const CLI::Option& option) {
  const auto words = words_of(option);
  if (words.empty()) return ":" + zsh_text(option.get_type_name()) + ":_files";
  const bool list = option.get_expected_max() > 1;
  const std::string joined = join(words, " ");
  return ":value:" + (list ? fmt::format("_values -s , value {}", joined) : fmt::format("({})", joined));
}

/// Returns the lines after `_arguments` for the options and positionals of a command.
std::string zsh_specs(const CLI::App& app) {
  std::string specs;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      specs += fmt::format(" \\\n    {}", shell_word(":" + zsh_values(*option)));
      continue;
    }
    for (const auto& flag : flags_of(*option)) {
      std::string spec = fmt::format("*{}[{}]", flag, zsh_text(option->get_description()));
      if (takes_value(*option)) spec += zsh_values(*option);
      specs += fmt::format(" \\\n    {}", shell_word(spec));
    }
  }
  return specs;
}

std::string zsh_name(const std::string& path) {
  return "_" + join(split(path, ' '), "_");
}

void add_zsh_function(std::string& script, const CLI::App& app, const std::string& path) {
  const auto subs = subcommands_in(app);
  if (subs.empty()) {
    script += fmt::format("{}() {{\n  _arguments{}\n}}\n", zsh_name(path), zsh_specs(app));
    return;
  }
  script += fmt::format("{}() {{\n  local state line curcontext=$curcontext\n  local -a commands=(",
                        zsh_name(path));
  for (const CLI::App* sub : subs)
    script += fmt::format("\n    {}", shell_word(sub->get_name() + ":" + sub->get_description()));
  script += fmt::format(
      ")\n  _arguments -C{} \\\n    ':command:->command' '*::argument:->argument'\n"
      "  case $state in\n"
      "    command) _describe command commands ;;\n"
      "    argument) (( $+functions[{}_$words[1]] )) && {}_$words[1] ;;\n"
      "  esac\n}}\n",
      zsh_specs(app), zsh_name(path), zsh_name(path));
}

}  // namespace

std::vector<std::string> words_of(const CLI::Option& option) {
  if (!takes_value(option)) return {};
  const std::string& text = option.get_description();
  const std::string type = option.get_type_name();
  const std::string name = option.get_lnames().empty() ? "" : option.get_lnames().front();
  std::smatch found;
  // A check of CLI11 that contains its words: TEXT:{a,b}.
  if (std::regex_search(type, found, std::regex(R"(\{([^{}]+)\})"))) return split(found.str(1), ',');
  if (name == "method" || name == "methods") return eval::method_names();
  if (std::regex_search(text, found, std::regex(R"(\bnames? of configs/(\w+))")))
    return config::known_configs(found.str(1));
  if (text.find("name of `hybrid model list`") != std::string::npos) return arch::arch_names();
  if (std::regex_search(text, found, std::regex(R"(^`(\w+)`: )"))) return {found.str(1)};
  // "train or test", "auto, cpu or cuda", "error, or skip: leave out ...".
  if (std::regex_search(text, found, std::regex(R"(^(\w+(?:, \w+)*),? or (\w+)(?=$|[ ,;:]))"))) {
    std::vector<std::string> words = split(found.str(1), ',');
    for (auto& word : words) word.erase(0, word.find_first_not_of(' '));
    words.push_back(found.str(2));
    return words;
  }
  return {};
}

std::string bash_completion(const CLI::App& hybrid, const ProgramCommands& programs) {
  std::string commands, values, words;
  visit(hybrid, "hybrid", [&](const CLI::App& app, const std::string& path) {
    if (&app != &hybrid) commands += fmt::format("{}{}", commands.empty() ? "" : "|", shell_word(path));
    std::vector<std::string> anything;  // options whose value may be any word or file
    for (const CLI::Option* option : app.get_options()) {
      if (option->get_positional() || !takes_value(*option)) continue;
      const auto known = words_of(*option);
      for (const auto& flag : flags_of(*option)) {
        const std::string place = shell_word(path + " " + flag);
        if (known.empty())
          anything.push_back(place);
        else
          values += fmt::format("    {}) words={} ;;\n", place, shell_word(join(known, " ")));
      }
    }
    if (!anything.empty()) values += fmt::format("    {}) ;;\n", join(anything, "|"));
    words += fmt::format("    {}) words={} ;;\n", shell_word(path), shell_word(join(next_words(app), " ")));
  });

  std::string script = kBashHead;
  script += "  case $path in\n";
  for (const auto& [program, command] : programs)
    script += fmt::format("    {}) path='hybrid {}' ;;\n", program, command);
  script += "    *) path=hybrid ;;\n  esac\n";
  script += "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case \"$path $word\" in\n";
  script += fmt::format("      {}) path+=\" $word\" ;;\n    esac\n  done\n", commands);
  script += fmt::format("  case \"$path $previous\" in\n{}    *) case $path in\n", values);
  script += fmt::format("{}    esac ;;\n  esac\n", words);
  script += kBashTail;
  script += "complete -o default -F _hybrid hybrid";
  for (const auto& [program, command] : programs) script += " " + program;
  return script + "\n";
}

std::string zsh_completion(const CLI::App& hybrid, const ProgramCommands& programs) {
  std::string script = "#compdef hybrid";
  for (const auto& [program, command] : programs) script += " " + program;
  script += "\n";
  visit(hybrid, "hybrid",
        [&](const CLI::App& app, const std::string& path) { add_zsh_function(script, app, path); });
  script += "case $service in\n";
  for (const auto& [program, command] : programs)
    script += fmt::format("  {}) {} ;;\n", program, zsh_name("hybrid " + command));
  return script + "  *) _hybrid ;;\nesac\n";
}

}  // namespace hybrid::cli
