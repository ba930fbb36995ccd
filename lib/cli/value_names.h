#pragma once
// What an option's value is called in help, man pages and completions: MS, SHARE, FILE.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace hybrid::cli {

/// Names the values of the command's options, in place of CLI11's names of C++ types (TEXT, FLOAT).
/// @param command "tune", "model show"
void name_values(CLI::App& app, std::string_view command);

/// Returns how the option's value is written: "MS", "SHARE,..." for a list in one word, "KEY=VALUE ..." for
/// one that is repeated. Empty for a flag.
std::string value_of(const CLI::Option& option);

}  // namespace hybrid::cli
