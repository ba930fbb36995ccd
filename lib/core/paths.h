#pragma once

#include <string_view>

namespace hybrid {

/// Whether a path is absolute or has a part "..": what lists and archives of strangers may not ask for.
bool leaves_its_folder(std::string_view path);

}  // namespace hybrid
