#pragma once

#include <span>
#include <string>

#include "config/yaml_tree.h"

namespace hybrid::config {

/// Applies `--set` texts of the form "router.hidden=[128,32]" to a config's tree, in order. The value is YAML
/// and replaces the file's value of that key; missing sections are created. Findings are located at "--set
/// router.hidden=[128,32]".
void apply_overrides(YamlNode& root, std::span<const std::string> sets, ConfigReport& report);

}  // namespace hybrid::config
