#pragma once

#include <vector>

#include "config/experiment.h"
#include "core/log.h"
#include "cost/system_profile.h"

namespace hybrid::workflows {

/// Checks what an experiment's config names besides data and weights, as `hybrid train` and `hybrid config
/// check` both do. Warns of keys without effect, and of odd numbers in the cost profiles.
/// @return its cost profiles
/// @throws ConfigError for a network that is not in the catalog, or an invalid profile
std::vector<cost::SystemProfile> check_experiment(const config::Loaded<config::ExperimentConfig>& loaded,
                                                  Logger& log);

}  // namespace hybrid::workflows
