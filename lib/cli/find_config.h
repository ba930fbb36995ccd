#pragma once
// Files of configs/ by name: profiles in configs/systems, devices in configs/devices, cards in
// configs/models.

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::cli {

/// Returns the folders that may contain configs/ and results/paper/, in order of precedence: the working
/// folder ("") and ../share/hybrid relative to the program's folder, which the build links to the source
/// tree.
std::vector<std::filesystem::path> shipped_folders();

/// Returns configs/<kind> in each of these folders, whether it exists or not.
std::vector<std::filesystem::path> config_folders(const std::string& kind);

/// Returns the names in all of these folders, sorted.
std::vector<std::string> known_configs(const std::string& kind);

/// Returns `name_or_file` itself if it is a file, else configs/<kind>/<name_or_file>.yaml.
/// @param what description for messages: "device"
/// @throws UsageError with the closest name and all names
std::filesystem::path find_config(const std::string& kind, const std::string& what,
                                  const std::string& name_or_file);

}  // namespace hybrid::cli
