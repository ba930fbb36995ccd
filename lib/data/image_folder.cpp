#include "data/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "data/image_files.h"
#include "data/middle_square.h"
#include "predictions/unicode.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kClassList = "imagenet_wnids.txt";

struct Classes {
  std::vector<std::string> folders;  ///< in the order of the labels
  std::vector<std::string> names;
};

struct Entry {
  std::string id;
  std::int32_t label = 0;
};

/// By its ending, as torchvision tells.
bool is_image(const fs::path& path) {
  constexpr std::array<std::string_view, 9> kEndings{".jpg", ".jpeg", ".png",  ".ppm", ".bmp",
                                                     ".pgm", ".tif",  ".tiff", ".webp"};
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

std::vector<std::string> class_folders_in(const fs::path& folder) {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) folders.push_back(entry.path().filename().string());
  if (folders.empty())
    throw DataError(folder, "holds no folders; expected one per class, with its images in it");
  std::ranges::sort(folders);
  return folders;
}

Classes read_class_list(const fs::path& path) {
  Classes classes;
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

/// The images in a class's folder and in folders within, in the order of Python's sorted(os.walk(...)).
std::vector<fs::path> images_in(const fs::path& folder) {
  std::vector<fs::path> images;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink))
    if (entry.is_regular_file() && is_image(entry.path())) images.push_back(entry.path());
  const auto by_folder_and_name = [](const fs::path& a, const fs::path& b) {
    return std::pair(a.parent_path().string(), a.filename().string()) <
           std::pair(b.parent_path().string(), b.filename().string());
  };
  std::ranges::sort(images, by_folder_and_name);
  if (images.empty()) throw DataError(folder, "holds no images (JPEG, PNG, ...)");
  return images;
}

std::vector<Entry> evenly_spaced(std::vector<Entry> entries, std::size_t count) {
  if (count == 0 || count >= entries.size()) return entries;
  std::vector<Entry> taken;
  for (std::size_t i = 0; i < count; ++i) taken.push_back(std::move(entries[i * entries.size() / count]));
  return taken;
}

class ImageFolder final : public ImageSource {
 public:
  ImageFolder(fs::path folder, std::vector<std::string> class_names, std::vector<Entry> entries, int size)
      : folder_(std::move(folder)),
        class_names_(std::move(class_names)),
        entries_(std::move(entries)),
        size_(size) {}

  std::size_t size() const override { return entries_.size(); }
  int classes() const override { return static_cast<int>(class_names_.size()); }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  std::int32_t label(std::size_t i) const override { return entry(i).label; }
  std::string id(std::size_t i) const override { return entry(i).id; }
  Image image(std::size_t i) const override {
    Image image = decode_image(folder_ / entry(i).id);
    return size_ == 0 ? image : middle_square(image, size_);
  }

 private:
  const Entry& entry(std::size_t i) const {
    HYBRID_CHECK(i < size(), "image {} of {}", i, size());
    return entries_[i];
  }

  fs::path folder_;
  std::vector<std::string> class_names_;
  std::vector<Entry> entries_;
  int size_;  ///< of the squares that the images become; 0: as they are
};

}  // namespace

std::optional<fs::path> class_list_of(const fs::path& root) {
  const fs::path folder = fs::absolute(root / "").parent_path();
  for (const auto& place : {folder / kClassList, folder.parent_path() / kClassList})
    if (fs::is_regular_file(place)) return place;
  return std::nullopt;
}

fs::path image_folder_root(const std::string& configured) {
  std::vector<fs::path> places{configured};
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    places.push_back(fs::path(data) / configured);
  for (const auto& place : places)
    if (fs::is_directory(place)) return place;
  std::vector<std::string> tried;
  for (const auto& place : places) tried.push_back(place.string());
  throw DataError(
      configured,
      fmt::format("no such folder; looked for {}{}; data.root must hold train/ and test/, in each a "
                  "folder per class (configs/README.md says how to lay out ImageNet)",
                  join(tried), places.size() < 2 ? " (and nowhere else: $HYBRID_DATA is not set)" : ""));
}

fs::path image_folder_of(const fs::path& root, DataSplit split) {
  const fs::path folder = root / name_of(split, kDataSplitNames);
  if (!fs::is_directory(folder))
    throw DataError(folder, "no such folder; data.root must hold train/ or test/, in it a folder per class");
  return folder;
}

std::unique_ptr<ImageSource> open_image_folder(const fs::path& root, DataSplit split, std::size_t limit,
                                               int size) {
  require_image_files("data.dataset: image_folder");
  const fs::path folder = image_folder_of(root, split);
  const std::vector<std::string> present = class_folders_in(folder);
  const auto list = class_list_of(root);
  Classes classes = list ? read_class_list(*list) : Classes{.folders = present, .names = present};
  std::map<std::string, std::int32_t> label_of;
  for (const auto& name : classes.folders) label_of.emplace(name, static_cast<std::int32_t>(label_of.size()));
  std::vector<Entry> entries;
  for (const auto& name : present) {
    const auto label = label_of.find(name);
    if (label == label_of.end())
      throw DataError(folder / name, fmt::format("is no class: {} does not list it", list->string()));
    for (const auto& path : images_in(folder / name)) {
      const std::string id = path.lexically_relative(folder).string();
      if (!decode_utf8(id))
        throw DataError(path, "its name is not UTF-8, which ids of examples are; rename it");
      entries.push_back({.id = id, .label = label->second});
    }
  }
  return std::make_unique<ImageFolder>(folder, std::move(classes.names),
                                       evenly_spaced(std::move(entries), limit), size);
}

}  // namespace hybrid
