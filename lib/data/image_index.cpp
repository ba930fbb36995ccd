#include "data/image_index.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/error.h"
#include "core/sha256.h"
#include "predictions/unicode.h"

namespace hybrid {

namespace fs = std::filesystem;

std::string_view ImageIndex::path(std::size_t i) const {
  HYBRID_CHECK(i < size(), "path {} of {}", i, size());
  const std::uint64_t begin = i == 0 ? 0 : ends[i - 1];
  return std::string_view(paths).substr(begin, ends[i] - begin);
}

void ImageIndex::add(std::string_view path, std::int32_t label) {
  if (!decode_utf8(path))
    throw DataError(fs::path(folder) / path, "its name is not UTF-8, which ids of examples are; rename it");
  paths += path;
  ends.push_back(paths.size());
  labels.push_back(label);
}

std::string ImageIndex::fingerprint() const {
  std::string text = fmt::format("{} classes\n", class_names.size());
  for (const auto& name : class_names) text += name + '\n';
  for (const auto& origin : origins) text += fmt::format("{} ", origin.modified);
  for (std::size_t i = 0; i < size(); ++i) text += fmt::format("\n{} {}", labels[i], path(i));
  return sha256(text);
}

void ImageIndex::depends_on(const fs::path& path) {
  const std::int64_t modified = modified_time(path);
  if (modified == 0) throw DataError(path, "is no longer there");
  origins.push_back({.path = path.string(), .modified = modified});
}

std::int64_t modified_time(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return 0;
  const auto time =
      std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + std::int64_t{status.st_mtim.tv_nsec};
  return time == 0 ? 1 : time;
}

bool leaves_its_folder(std::string_view path) {
  return path.starts_with('/') ||
         std::ranges::any_of(fs::path(path), [](const fs::path& part) { return part == ".."; });
}

bool is_image_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> kEndings{".jpg", ".jpeg", ".png",  ".ppm", ".bmp",
                                                     ".pgm", ".tif",  ".tiff", ".webp"};
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending(name.substr(dot));
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

}  // namespace hybrid
