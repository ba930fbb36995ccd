#pragma once
// The command line of a program as CLI11 holds it: what run_main parses, and what man pages and completions
// are written from.

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

/// Stays where it is: options are bound to its members.
struct Parser {
  CLI::App app;
  Verbosities verbosities;
  Action action;  ///< of the command that was given
};

/// Adds what the program of that name has: with one command its options are the program's own, with several
/// they are subcommands.
void add_commands(Parser& parser, std::span<const Command> commands, const std::string& program);

/// Whether something has to follow the option, unlike a flag.
bool takes_value(const CLI::Option& option);

/// The subcommands' names.
std::vector<std::string> subcommands_of(const CLI::App& app);

}  // namespace hybrid::cli
