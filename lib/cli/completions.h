#pragma once
// Shell completions, generated from the descriptions that --help prints: subcommands, options, and the words
// of an option if its description names them ("train or test", "a name of configs/systems"); otherwise files.

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace hybrid::cli {

/// Programs with a single command: {"tune-router", "tune"}.
using ProgramCommands = std::map<std::string, std::string>;

/// Returns the possible values of the option named in its description; empty: any word or file.
std::vector<std::string> words_of(const CLI::Option& option);

/// Returns the completions for bash, to be sourced.
/// @param hybrid the parser of the program `hybrid` with all its commands
std::string bash_completion(const CLI::App& hybrid, const ProgramCommands& programs);

/// Returns the completions for zsh, a file _hybrid in its function path.
std::string zsh_completion(const CLI::App& hybrid, const ProgramCommands& programs);

}  // namespace hybrid::cli
