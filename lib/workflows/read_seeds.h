#pragma once
// The summary of several runs that differ only in their seed (eval/seeds.h), read from their folders.

#include <filesystem>
#include <span>

#include "eval/seeds.h"

namespace hybrid::workflows {

/// Summarises finished runs that differ in their seed alone.
/// @param config its coverages and resamples
/// @throws DataError if a run is missing or was changed, and as eval::summarise_seeds
eval::SeedsResult summarise_seeds(std::span<const std::filesystem::path> runs,
                                  const config::EvaluationConfig& config, SeedTree seed);

}  // namespace hybrid::workflows
