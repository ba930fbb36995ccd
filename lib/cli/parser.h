#pragma once
// The command line of a program in CLI11: parsed by run_main, and the source of man pages and completions.

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

#include "cli/command.h"

namespace hybrid::cli {

struct Verbosities {
  bool quiet = false;
  bool verbose = false;
};

/// Must not be moved, because options are bound to its members.
struct Parser {
  CLI::App app;
  Verbosities verbosities;
  Action action;  ///< of the given command
};

/// Adds the commands of the program of that name: the options of a single command are the program's own,
/// several commands are subcommands.
void add_commands(Parser& parser, std::span<const Command> commands, const std::string& program);

/// Whether the option requires a value, unlike a flag.
bool takes_value(const CLI::Option& option);

/// Returns the subcommands' names.
std::vector<std::string> subcommands_of(const CLI::App& app);

}  // namespace hybrid::cli
