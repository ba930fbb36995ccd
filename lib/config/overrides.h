#pragma once

#include <span>
#include <string>

#include "config/yaml_tree.h"

namespace hybrid::config {

/// Applies `--set` texts of the form "router.hidden=[128,32]" to a config's tree, in order: the value is YAML
/// and replaces what the file says for that key; sections on the way are made where they are missing.
/// Findings are placed at "--set router.hidden=[128,32]".
void apply_overrides(YamlNode& root, std::span<const std::string> sets, ConfigReport& report);

}  // namespace hybrid::config
