#pragma once
// Commands are rows of a table (commands.cpp): `hybrid` contains all of them, every other program one. A
// row's setup binds its options to the parser and returns the action to run after parsing. To add a command:
// one file here with its setup, one row in the table.

#include <CLI/CLI.hpp>
#include <functional>
#include <span>
#include <string_view>

#include "core/log.h"

namespace hybrid::cli {

/// The action of a command after parsing. Results are written to stdout, messages to the logger.
using Action = std::function<void(Logger&)>;

struct Command {
  std::string_view name;     ///< as in `hybrid tune`
  std::string_view program;  ///< the command's own program: "tune-router"; empty: only in `hybrid`
  std::string_view summary;
  /// Null for commands that need tensors or data sets: `hybrid` then starts `program` from its own folder, so
  /// that only that program loads LibTorch or OpenCV.
  Action (*setup)(CLI::App& app);
  bool needs_tensors = false;   ///< its program is only built with LibTorch
  std::string_view group = {};  ///< heading above it in the help of `hybrid`
};

/// Parses and runs; the only function that catches exceptions. With one command its options are the program's
/// own; with several they are subcommands.
/// @return the exit code of the process (core/error.h)
int run_main(std::span<const Command> commands, int argc, char** argv);

}  // namespace hybrid::cli
