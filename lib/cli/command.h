#pragma once
// Commands are rows of a table (commands.cpp): `hybrid` mounts them all, every other program one. A row's
// setup binds its options to the parser and returns what is to be done once they are read. To add a command:
// one file here with its setup, one row in the table.

#include <CLI/CLI.hpp>
#include <functional>
#include <span>
#include <string_view>

#include "core/log.h"

namespace hybrid::cli {

/// What a command does after parsing. Results go to stdout, everything else through the logger.
using Action = std::function<void(Logger&)>;

struct Command {
  std::string_view name;     ///< as in `hybrid tune`
  std::string_view program;  ///< the program that has it, too: "tune-router"; empty for `hybrid` only
  std::string_view summary;
  /// Null for commands that need tensors or data sets: `hybrid` then starts `program`, which lies beside it,
  /// so that nothing else has to load LibTorch or OpenCV.
  Action (*setup)(CLI::App& app);
  bool needs_tensors = false;  ///< its program is only built with LibTorch
};

/// Parses and runs; the only place that catches. @returns the process's exit code (core/error.h).
/// With one command its options are the program's own; with several they are subcommands.
int run_main(std::span<const Command> commands, int argc, char** argv);

}  // namespace hybrid::cli
