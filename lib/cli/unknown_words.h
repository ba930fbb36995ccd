#pragma once
// The refusal of words that a command does not take, with what was probably meant.

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

namespace hybrid::cli {

/// Refuses the words that are left after parsing.
/// @param app the given command
/// @param arguments of the program, as it was started
/// @throws UsageError if there is one
void refuse_unknown_words(const CLI::App& app, std::span<char* const> arguments);

/// Refuses words that the command does not take, with the options that they could have been given as.
/// @param words at least one
[[noreturn]] void refuse_words(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace hybrid::cli
