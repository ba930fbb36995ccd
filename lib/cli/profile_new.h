#pragma once
// hybrid profile new: a cost profile from flags, or from answers on the terminal.

#include "cli/command.h"

namespace hybrid::cli {

/// Adds the subcommand `new` to `hybrid profile`; parsing it sets the action.
void add_profile_new(CLI::App& profile, Action& chosen);

}  // namespace hybrid::cli
