#include "core/paths.h"

#include <algorithm>

namespace hybrid {

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

bool leaves_its_folder(std::string_view path) {
  return path.starts_with('/') ||
         std::ranges::any_of(std::filesystem::path(path), [](const auto& part) { return part == ".."; });
}

std::string file_name_of(std::string_view name) {
  constexpr std::size_t kLongest = 100;  // file systems allow 255 bytes, with what callers put around it
  constexpr std::string_view kReserved = "/\\:*?\"<>|";
  const auto continues_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  std::size_t length = name.size();
  if (length > kLongest)
    for (length = kLongest; length > 0 && continues_character(name[length]);) --length;
  std::string safe(name.substr(0, length));
  for (char& c : safe)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || kReserved.find(c) != std::string_view::npos)
      c = '-';
  const auto is_edge = [](char c) { return c == '.' || c == ' '; };
  for (auto c = safe.begin(); c != safe.end() && is_edge(*c); ++c) *c = '-';
  for (auto c = safe.rbegin(); c != safe.rend() && is_edge(*c); ++c) *c = '-';
  return safe.empty() ? "-" : safe;
}

}  // namespace hybrid
