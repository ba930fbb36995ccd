#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cost/system_profile.h"

namespace hybrid::cost {

/// Loads the profiles that a config names (config/config_files.h).
/// @param folder of the config
/// @throws InvalidArgument for a name that is no profile
/// @throws ConfigError for an invalid profile
std::vector<SystemProfile> load_profiles(std::span<const std::string> names,
                                         const std::filesystem::path& folder);

}  // namespace hybrid::cost
