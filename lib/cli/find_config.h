#pragma once
// Configs that flags name (config/config_files.h has the rule), as files that exist.

#include <filesystem>
#include <string>

namespace hybrid::cli {

/// Returns the file of that name or path: configs/systems/paper-table3.yaml for "paper-table3".
/// @param kind folder of configs/
/// @param what description for messages: "device"
/// @throws UsageError with the closest name and all names
std::filesystem::path find_config(const std::string& kind, const std::string& what,
                                  const std::string& name_or_file);

/// Returns the config of that name or path among the experiments; if there is none, the path as it is, so
/// that reading it says that it is missing.
std::filesystem::path experiment_file(const std::string& name_or_file);

}  // namespace hybrid::cli
