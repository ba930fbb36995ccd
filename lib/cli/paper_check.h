#pragma once

#include "cli/command.h"

namespace hybrid {

/// `hybrid reproduce paper-check`. @param chosen receives what it does once it is parsed
void add_paper_check(CLI::App& reproduce, Action& chosen);

}  // namespace hybrid
