#pragma once

#include <filesystem>

#include "config/fields.h"
#include "config/findings.h"
#include "config/yaml_tree.h"

namespace hybrid::config {

/// Fills the described struct from the tree. Strict: values that are unknown, missing, null, of the wrong
/// type, not finite or out of range are reported, and their members keep the defaults. Also fills
/// report.places and report.faulty.
/// @param root a map
/// @param folder base of relative file names
void read_fields(const YamlNode& root, const std::filesystem::path& folder, const Description& description,
                 ConfigReport& report);

}  // namespace hybrid::config
