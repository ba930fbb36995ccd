#include "data/class_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kClassList = "imagenet_wnids.txt";

}  // namespace

std::optional<fs::path> class_list_of(const fs::path& root) {
  const fs::path folder = fs::absolute(root / "").parent_path();
  for (const auto& place : {folder / kClassList, folder.parent_path() / kClassList})
    if (fs::is_regular_file(place)) return place;
  return std::nullopt;
}

ClassList read_class_list(const fs::path& path) {
  ClassList classes{.listed_in = path};
  for (const std::string& line : split(read_file(path), '\n')) {
    if (line.empty()) continue;
    const auto space = line.find(' ');
    classes.folders.push_back(line.substr(0, space));
    classes.names.push_back(space == std::string::npos ? line : line.substr(space + 1));
  }
  std::vector<std::string> sorted = classes.folders;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw DataError(path, fmt::format("lists {} twice", *twice));
  return classes;
}

ClassList classes_named(std::vector<std::string> folders, const fs::path& listed_in) {
  std::ranges::sort(folders);
  return {.folders = folders, .names = folders, .listed_in = listed_in};
}

std::map<std::string, std::int32_t, std::less<>> labels_of(const ClassList& classes) {
  std::map<std::string, std::int32_t, std::less<>> labels;
  for (const auto& folder : classes.folders) labels.emplace(folder, static_cast<std::int32_t>(labels.size()));
  return labels;
}

}  // namespace hybrid
