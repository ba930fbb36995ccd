#pragma once
// Files of configs/ by their names: profiles in configs/systems, devices in configs/devices, cards in
// configs/models.

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::cli {

/// The folders that may hold configs/ and results/paper/, nearest first: where one works ("") and
/// ../share/hybrid of the program's own folder, which the build links to the source tree.
std::vector<std::filesystem::path> shipped_folders();

/// configs/<kind> in each of them, there or not.
std::vector<std::filesystem::path> config_folders(const std::string& kind);

/// The names in the nearest of these folders that holds any, sorted.
std::vector<std::string> known_configs(const std::string& kind);

/// `name_or_file` itself if it is a file, else configs/<kind>/<name_or_file>.yaml. `what` names it in
/// messages: "device".
/// @throws UsageError with the nearest name and all of them
std::filesystem::path find_config(const std::string& kind, const std::string& what,
                                  const std::string& name_or_file);

}  // namespace hybrid::cli
