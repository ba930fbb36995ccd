#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>

namespace hybrid::cli {

/// The group of the options that every command has. It comes last.
inline constexpr const char* kCommonOptions = "Of every command";

/// Formats the help of a command: usage, options in groups, subcommands in groups, text, examples; wrapped to
/// the terminal.
class HelpFormatter final : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

/// Returns the width of the terminal that standard output is, between 50 and 100 characters; 100 if it is
/// none.
std::size_t help_width();

}  // namespace hybrid::cli
