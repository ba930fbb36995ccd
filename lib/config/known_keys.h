#pragma once

#include <filesystem>
#include <string_view>

#include "config/fields.h"

namespace hybrid::config {

/// Returns how many keys of a YAML file, in sections too, the description has: of several kinds of config,
/// the file is of that which knows most of its keys.
/// @return 0 for a text that is not a YAML map
std::size_t count_known_keys(std::string_view text, const std::filesystem::path& file,
                             const Description& description);

}  // namespace hybrid::config
