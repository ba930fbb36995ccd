#pragma once

#include <filesystem>
#include <span>
#include "cli/command.h"

#include "paper/check.h"

namespace hybrid::cli {

/// `hybrid reproduce paper-check`. @param chosen receives what it does once it is parsed
void add_paper_check(CLI::App& reproduce, Action& chosen);

/// paper-check.md, .csv and .json. @throws DataError
void write_paper_check(std::span<const paper::CheckedClaim> claims, const std::filesystem::path& folder);

}  // namespace hybrid::cli
