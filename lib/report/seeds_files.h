#pragma once

#include <filesystem>
#include <string>

#include "eval/seeds.h"

namespace hybrid::report {

/// Returns the summary as text: rounded, in per cent, with verdicts.
std::string seeds_markdown(const eval::SeedsResult& result);

/// Writes seeds.md, seeds.csv and seeds.json. The last two have full precision; seeds.json contains every
/// run's value.
/// @throws DataError if a file cannot be written
void write_seeds(const eval::SeedsResult& result, const std::filesystem::path& folder);

}  // namespace hybrid::report
