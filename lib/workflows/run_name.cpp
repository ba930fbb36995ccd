#include "workflows/run_name.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

/// Returns a name of up to `most` letters, digits and the like.
std::string short_name(const std::string& text, std::size_t most) {
  std::string name;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_';
    if (plain || !(name.empty() || name.ends_with('-'))) name += plain ? c : '-';
  }
  name.resize(std::min(name.size(), most));
  const auto edge = [](char c) { return c == '.' || c == '-' || c == '_'; };
  while (!name.empty() && edge(name.back())) name.pop_back();
  const auto begin = std::ranges::find_if_not(name, edge);
  return {begin, name.end()};
}

/// Returns the name of a file without its ending, or of a folder.
std::string name_of(const fs::path& path) {
  return (fs::is_directory(path) ? path.filename() : path.stem()).string();
}

}  // namespace

std::string run_name(std::string_view command, const std::vector<std::string>& files) {
  constexpr std::size_t kLongest = 40;
  std::vector<fs::path> paths;
  for (const auto& file : files) {
    const fs::path path = fs::absolute(file).lexically_normal();
    paths.push_back(path.has_filename() ? path : path.parent_path());
  }
  // Sets that are told apart by their folders: mobilenet/test.npz and resnet/test.npz.
  const auto alike = [&] {
    return std::ranges::all_of(paths, [&](const fs::path& path) {
      return path.has_relative_path() && name_of(path) == name_of(paths.front());
    });
  };
  const std::vector<fs::path> given = paths;
  while (alike())
    for (fs::path& path : paths) path = path.parent_path();
  const bool told_apart = std::ranges::adjacent_find(paths, std::not_equal_to<>()) != paths.end();
  std::string name(command);
  const std::size_t most = std::max<std::size_t>(kLongest / files.size(), 2) - 1;  // of each, and a hyphen
  for (const auto& path : told_apart ? paths : given)
    if (const std::string part = short_name(name_of(path), most); !part.empty()) name += "-" + part;
  return name;
}

}  // namespace hybrid::workflows
