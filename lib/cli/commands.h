#pragma once

#include <string_view>
#include <vector>

#include "cli/command.h"

namespace hybrid::cli {

/// Returns all commands of `hybrid`, in the order of its help.
const std::vector<Command>& commands();

/// Returns the command of a program with a single command: "tune-router".
const Command& command_of_program(std::string_view program);

}  // namespace hybrid::cli
