#pragma once
// Shell completions, from the same descriptions as --help: subcommands, options, and the words of an option
// where its description names them ("train or test", "a name of configs/systems"); files otherwise.

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace hybrid::cli {

/// Other programs that are one command each: {"tune-router", "tune"}.
using ProgramCommands = std::map<std::string, std::string>;

/// What may stand for the option's value, as far as its description says; empty: anything, or a file.
std::vector<std::string> words_of(const CLI::Option& option);

/// For bash, to be sourced. @param hybrid the parser of the program `hybrid` with all its commands
std::string bash_completion(const CLI::App& hybrid, const ProgramCommands& programs);

/// For zsh, a file _hybrid of its function path.
std::string zsh_completion(const CLI::App& hybrid, const ProgramCommands& programs);

}  // namespace hybrid::cli
