#pragma once

#include <filesystem>
#include <string>

#include "eval/seeds.h"

namespace hybrid::report {

/// For people: rounded, in per cent, with verdicts.
std::string seeds_markdown(const eval::SeedsResult& result);

/// Writes seeds.md, seeds.csv and seeds.json, the last two at full precision, with every run's value in the
/// last.
/// @throws DataError
void write_seeds(const eval::SeedsResult& result, const std::filesystem::path& folder);

}  // namespace hybrid::report
