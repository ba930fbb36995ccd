#pragma once

#include <filesystem>
#include <span>
#include "cli/command.h"

#include "paper/check.h"

namespace hybrid::cli {

/// Adds `hybrid reproduce paper-check`.
/// @param chosen set to its action if this subcommand is given
void add_paper_check(CLI::App& reproduce, Action& chosen);

/// Writes paper-check.md, .csv and .json.
/// @throws DataError if a file cannot be written
void write_paper_check(std::span<const paper::CheckedClaim> claims, const std::filesystem::path& folder);

}  // namespace hybrid::cli
