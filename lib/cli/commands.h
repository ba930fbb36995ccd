#pragma once

#include <string_view>
#include <vector>

#include "cli/command.h"

namespace hybrid::cli {

/// Every command of `hybrid`, in the order of its help.
const std::vector<Command>& commands();

/// The one command of a program of its own, e.g. "tune-router".
const Command& command_of_program(std::string_view program);

}  // namespace hybrid::cli
