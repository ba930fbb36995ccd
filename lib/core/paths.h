#pragma once

#include <string_view>

namespace hybrid {

/// Returns whether a path is absolute or contains "..", which is not allowed in untrusted lists and archives.
bool leaves_its_folder(std::string_view path);

}  // namespace hybrid
