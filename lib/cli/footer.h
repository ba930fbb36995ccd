#pragma once
// The text below a command's options: paragraphs and examples. Help and man pages show both, each in its own
// layout.

#include <CLI/CLI.hpp>
#include <string>

namespace hybrid::cli {

/// A footer: paragraphs, and after a line "Examples:" command lines, each indented by two blanks.
struct Footer {
  std::string text, examples;  ///< without the heading
};

/// Returns the command's footer. A subcommand without one of its own gets the examples of its parent that
/// call it (CLI11 would give it all of them).
Footer footer_of(const CLI::App& app);

}  // namespace hybrid::cli
