#pragma once
// Reads finished runs that differ only in their seed, for their summary (eval/seeds.h).

#include <filesystem>
#include <span>
#include <vector>

#include "eval/seeds.h"

namespace hybrid::workflows {

/// Reads the routing problems of finished runs.
/// @throws DataError if a run is missing or was changed
std::vector<eval::SeedRun> read_seeds(std::span<const std::filesystem::path> runs);

}  // namespace hybrid::workflows
