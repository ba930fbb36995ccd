#include "image_index/image_index.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "core/unicode.h"
#include "core/words.h"

namespace hybrid::image_index {

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
  for (const auto& origin : origins) text += fmt::format("{} {} ", origin.modified, origin.size);
  for (std::size_t i = 0; i < size(); ++i) text += fmt::format("\n{} {}", labels[i], path(i));
  return sha256(text);
}

void ImageIndex::add(std::string_view path, std::int32_t label, const ImagePlace& place) {
  HYBRID_CHECK(place.archive < archives.size() && places.size() == size(), "archive {} of {}", place.archive,
               archives.size());
  add(path, label);
  places.push_back(place);
}

fs::path ImageIndex::name(std::size_t i) const {
  const fs::path root(folder);
  return places.empty() ? root / path(i) : root / archives[places[i].archive] / path(i);
}

void ImageIndex::depends_on(const fs::path& path) {
  origins.push_back(origin_at(path));
  if (origins.back().modified == 0) throw DataError(path, "is no longer there");
}

IndexOrigin origin_at(const fs::path& path) {
  IndexOrigin origin{.path = path.string()};
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return origin;
  const auto time =
      std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + std::int64_t{status.st_mtim.tv_nsec};
  origin.modified = time == 0 ? 1 : time;
  if (!S_ISDIR(status.st_mode)) origin.size = static_cast<std::uint64_t>(status.st_size);
  return origin;
}

bool is_image_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> kEndings{".jpg", ".jpeg", ".png",  ".ppm", ".bmp",
                                                     ".pgm", ".tif",  ".tiff", ".webp"};
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  if (name.substr(name.rfind('/') + 1).starts_with("._"))
    return false;  // macOS stores file attributes in these
  return std::ranges::find(kEndings, lower_case(name.substr(dot))) != kEndings.end();
}

bool has_no_ending(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ||
         name.find_first_not_of("0123456789", dot + 1) == std::string_view::npos;
}

bool begins_as_image(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::array kStarts{"\xff\xd8\xff"sv, "\x89PNG\r\n\x1a\n"sv, "II*\0"sv, "MM\0*"sv};
  if (std::ranges::any_of(kStarts, [&](std::string_view start) { return bytes.starts_with(start); }))
    return true;
  if (bytes.size() < kImageStart) return false;
  if (bytes.starts_with("RIFF")) return bytes.substr(8, 4) == "WEBP";
  if (bytes.starts_with("BM")) return bytes.substr(6, 4) == "\0\0\0\0"sv;  // reserved
  return bytes[0] == 'P' && bytes[1] >= '2' && bytes[1] <= '6' &&
         std::isspace(static_cast<unsigned char>(bytes[2])) != 0;
}

bool is_left_by_program(std::string_view name) {
  constexpr std::array<std::string_view, 18> kNames{"@eadir",
                                                    "@recycle",
                                                    "@recently-snapshot",
                                                    "@tmp",
                                                    "@sharebin",
                                                    "#recycle",
                                                    "#snapshot",
                                                    "~snapshot",
                                                    "lost+found",
                                                    "__macosx",
                                                    "__pycache__",
                                                    "$recycle.bin",
                                                    "system volume information",
                                                    "thumbs.db",
                                                    "ehthumbs.db",
                                                    "desktop.ini",
                                                    "temporary items",
                                                    "network trash folder"};
  return name.starts_with('.') || std::ranges::find(kNames, lower_case(name)) != kNames.end();
}

void warn_of_left_folders(const std::set<std::string>& names, ImageIndex& index) {
  if (names.empty()) return;
  index.warnings.push_back(fmt::format("passed over, since programs leave such folders: {}",
                                       join(std::vector(names.begin(), names.end()))));
}

}  // namespace hybrid::image_index
