#include "core/paths.h"

#include <algorithm>
#include <filesystem>

namespace hybrid {

bool leaves_its_folder(std::string_view path) {
  return path.starts_with('/') ||
         std::ranges::any_of(std::filesystem::path(path), [](const auto& part) { return part == ".."; });
}

}  // namespace hybrid
