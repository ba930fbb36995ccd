#pragma once
// Where the configs are that a flag or another config names: cost profiles in configs/systems, devices in
// configs/devices, published figures in configs/models, simulated families in configs/synthetic, and
// experiments in configs itself.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::config {

/// Returns the folders that may contain configs/ and results/paper/, in order of precedence: the working
/// folder ("") and ../share/hybrid relative to the program's folder, which the build links to the source
/// tree.
std::vector<std::filesystem::path> shipped_folders();

/// Returns configs/<kind> in each of these folders, whether it exists or not.
std::vector<std::filesystem::path> config_folders(std::string_view kind);

/// Returns the names in all of these folders, sorted.
std::vector<std::string> known_configs(std::string_view kind);

/// Returns the file that a flag or a config names, with or without its ending ".yaml": a file relative to
/// `folder`, to the working folder, to configs/ or to configs/<kind>, the first that there is.
/// @param kind folder below configs/; empty for experiments
/// @param folder of the config that contains the name; empty for a flag
std::optional<std::filesystem::path> find_config_file(std::string_view kind, const std::string& name,
                                                      const std::filesystem::path& folder = {});

/// Returns what such a name must be: "an existing file (looked for f/x.yaml) or a name of configs/systems;
/// did you mean 'y'?".
std::string config_file_words(std::string_view kind, const std::string& name,
                              const std::filesystem::path& folder = {});

/// Returns the message for a flag's name that is no config: "unknown profile 'x'; did you mean 'y'? (there
/// are y, z; or give a file)".
/// @param what what the config describes: "profile"
std::string unknown_config(std::string_view kind, std::string_view what, const std::string& name);

}  // namespace hybrid::config
