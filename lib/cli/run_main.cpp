#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <sstream>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/own_program.h"
#include "cli/parser.h"
#include "cli/unknown_words.h"
#include "core/error.h"
#include "core/interrupt.h"
#include "core/new_file.h"
#include "core/printable.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

constexpr const char* kPleaseReport =
    "this is a fault of the program; please report it with the command that caused it\n";

char kHelp[] = "--help";  // by whose address it is known that it was put there

/// Refuses words after `help` that are no command.
void refuse_unknown_topics(const CLI::App& app, std::span<char* const> words) {
  const CLI::App* at = &app;
  for (const std::string word : words.subspan(1, words.size() - 2)) {
    if (word.starts_with("-")) continue;
    const auto names = subcommands_of(*at);
    if (std::ranges::find(names, word) == names.end()) {
      const std::string hint = did_you_mean(word, names);
      throw UsageError(fmt::format("unknown command '{}'{}", word,
                                   !hint.empty()   ? hint
                                   : names.empty() ? ": `" + at->get_name() + "` has none"
                                                   : fmt::format(" (there are {})", join(names))));
    }
    at = at->get_subcommand(word);
  }
}

/// Returns the words with "help tune" as "tune --help", and "help" alone as "--help".
std::vector<char*> with_help_as_option(int argc, char** argv) {
  std::vector<char*> words(argv, argv + argc);
  const auto word = std::find_if(words.begin() + 1, words.end(), [](const char* a) { return a[0] != '-'; });
  if (word != words.end() && std::string_view(*word) == "help") {
    words.erase(word);
    words.push_back(kHelp);
  }
  words.push_back(nullptr);
  return words;
}

/// Replaces this process by the command's own program, if the command needs tensors or data sets.
void exec_own_program(std::span<const Command> commands, int argc, char** argv) {
  const auto word = std::find_if(argv + 1, argv + argc, [](const char* a) { return a[0] != '-'; });
  if (commands.size() == 1 || word == argv + argc) return;
  const auto command =
      std::ranges::find_if(commands, [&](const Command& c) { return c.setup == nullptr && c.name == *word; });
  if (command == commands.end()) return;

  const auto path = own_program(command->program);
  // The other program parses the options; its argv[0] is the command as the user called it.
  std::string name = fmt::format("{} {}", std::filesystem::path(argv[0]).filename().string(), command->name);
  std::vector<char*> arguments{name.data()};
  arguments.insert(arguments.end(), argv + 1, word);
  arguments.insert(arguments.end(), word + 1, argv + argc + 1);
  ::execv(path.c_str(), arguments.data());
  throw_not_started(path, std::strerror(errno));
}

int report(const std::string& program, const std::string& message, ExitCode code,
           const std::string& hint = "") {
  write_message(stderr, printable(fmt::format("{}: error: {}\n{}", program, message, hint)));
  return static_cast<int>(code);
}

/// Parses the command line.
/// @param program on an error, the names of the given commands are appended
/// @return true if the user asked for help or the version, which is then printed
bool parse(CLI::App& app, int argc, char** argv, std::string& program) {
  try {
    app.parse(argc, argv);
    return false;
  } catch (const CLI::Success& request) {
    std::ostringstream text;
    app.exit(request, text, text);
    print_text(text.view());
    return true;
  } catch (const CLI::ParseError&) {
    for (const auto* command : app.get_subcommands()) program += " " + command->get_name();
    throw;
  }
}

/// Refuses unknown words in the given command and its subcommands.
/// @param program their names are appended
void refuse_unknown_words_below(const CLI::App& app, std::span<char* const> arguments, std::string& program) {
  for (const CLI::App* sub = &app; !sub->get_subcommands().empty();) {
    sub = sub->get_subcommands().front();
    program += " " + sub->get_name();
    refuse_unknown_words(*sub, arguments);
  }
}

void parse_and_run(std::span<const Command> commands, int argc, char** argv, std::string& program,
                   Verbosities& verbosities) {
  Parser parser;
  add_commands(parser, commands, program);
  CLI::App& app = parser.app;
  const std::span<char* const> words(argv, static_cast<std::size_t>(argc));
  if (commands.size() > 1 && words.size() > 1 && words.back() == kHelp) refuse_unknown_topics(app, words);
  const bool done = parse(app, argc, argv, program);
  verbosities = parser.verbosities;
  if (done) return;
  const std::span<char* const> arguments(argv, static_cast<std::size_t>(argc));
  if (app.get_subcommands().empty()) {
    refuse_unknown_words(app, arguments);
    if (commands.size() > 1) {
      print_text(app.help());
      return;
    }
  }
  refuse_unknown_words_below(app, arguments, program);
  Logger log(verbosities.quiet     ? Verbosity::quiet
             : verbosities.verbose ? Verbosity::verbose
                                   : Verbosity::normal);
  parser.action(log);
}

std::string with_usage(const std::string& program) {
  return fmt::format("see {} --help\n", program);
}

}  // namespace

int run_main(std::span<const Command> commands, int argc, char** argv) {
  std::string program = std::filesystem::path(argv[0]).filename().string();
  Verbosities verbosities;
  secure_standard_streams();
  catch_interrupts(program);
  std::vector<char*> words =
      commands.size() > 1 ? with_help_as_option(argc, argv) : std::vector<char*>(argv, argv + argc + 1);
  try {
    exec_own_program(commands, argc, words.data());
    parse_and_run(commands, argc, words.data(), program, verbosities);
    flush_output();
    return static_cast<int>(ExitCode::ok);
  } catch (const UsageError& error) {
    return report(program, error.what(), error.code(), with_usage(program));
  } catch (const InvalidArgument& error) {
    return report(program, error.what(), error.code(), with_usage(program));
  } catch (const ConfigError& error) {
    write_message(stderr, printable(error.what()) + "\n");
    return static_cast<int>(error.code());
  } catch (const OccupiedPlace& error) {
    return report(program, fmt::format("{}; give another --out, or --force to replace it", error.what()),
                  error.code());
  } catch (const Error& error) {
    return report(program, error.what(), error.code());
  } catch (const CLI::ParseError& error) {
    return report(program, error.what(), ExitCode::usage, with_usage(program));
  } catch (const InternalError& error) {
    return report(program, error.what(), ExitCode::internal, kPleaseReport);
  } catch (const std::filesystem::filesystem_error& error) {
    return report(program, fmt::format("{}: {}", error.path1().string(), error.code().message()),
                  ExitCode::data);
  } catch (const std::system_error& error) {
    return report(program, error.what(), ExitCode::data);
  } catch (const std::bad_alloc&) {
    return report(program, "out of memory", ExitCode::data);
  } catch (const std::length_error&) {  // of a vector or string: more than any memory
    return report(program, "out of memory", ExitCode::data);
  } catch (const std::exception& error) {
    // c10 errors carry a backtrace after the first line.
    const std::string message = error.what();
    return report(program, verbosities.verbose ? message : message.substr(0, message.find('\n')),
                  ExitCode::internal, kPleaseReport);
  }
}

}  // namespace hybrid::cli
