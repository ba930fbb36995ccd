#include "image_index/split_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "archives/tar_members.h"
#include "core/error.h"
#include "image_index/image_index.h"
#include "image_index/label_file.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

using Kind = SplitPlace::Kind;

/// Returns the words before a final "-<digits>" of a name without extension: "imagenet-train" of
/// "imagenet-train-0017"; empty if there are none.
std::string shard_set(const std::string& stem) {
  const auto dash = stem.rfind('-');
  if (dash == std::string::npos || dash + 1 == stem.size()) return "";
  const bool digits = std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(dash) + 1, stem.end(),
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits ? stem.substr(0, dash) : "";
}

bool is_of_split(const std::string& set, const std::string& split) {
  return set == split || set.ends_with('-' + split);
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> shards_of(const fs::path& root, const std::string& split) {
  std::vector<fs::path> shards;
  for (const auto& file : files_in(root))
    if (file.extension() == ".tar" && is_of_split(shard_set(file.stem().string()), split))
      shards.push_back(file);
  if (shards.empty()) return shards;
  const std::string first = shard_set(shards.front().stem().string());
  const std::string last = shard_set(shards.back().stem().string());
  if (first != last)
    throw DataError(
        root,
        fmt::format("has shards of two data sets, {}-*.tar and {}-*.tar; keep each in a folder of its own",
                    first, last));
  return shards;
}

/// Returns whether the images are directly in the folder.
bool is_flat(const fs::path& folder) {
  bool image = false;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) return false;
    image = image || is_image_name(entry.path().filename().string());
  }
  return image;
}

/// @throws DataError for compressed files such as "train.tar.gz" or "imagenet-train-0000.tar.gz", which users
/// may expect to work
void refuse_compressed(const fs::path& root, const std::string& name) {
  for (const auto& file : files_in(root)) {
    const std::string whole = file.filename().string();
    if (!archives::is_compressed_name(whole)) continue;
    const std::string stem = whole.substr(0, whole.find('.'));
    if (stem == name || is_of_split(shard_set(stem), name))
      throw DataError(
          file,
          "is compressed: images are read in place from a tar file, and in a compressed one they have no "
          "place; unpack it to a plain .tar (gunzip, unzstd, ...), or the whole of it to a folder");
  }
}

std::optional<SplitPlace> find_named(const fs::path& root, const std::string& name) {
  const auto labels = [&] { return label_file_of(root, name); };
  if (const fs::path list = root / (name + ".csv"); fs::is_regular_file(list))
    return SplitPlace{Kind::list, {list}, std::nullopt};
  if (const fs::path folder = root / name; fs::is_directory(folder)) {
    if (is_flat(folder)) return SplitPlace{Kind::flat_folder, {folder}, labels()};
    return SplitPlace{Kind::folders, {folder}, std::nullopt};
  }
  if (const fs::path tar = root / (name + ".tar"); fs::is_regular_file(tar))
    return SplitPlace{Kind::tar, {tar}, labels()};
  refuse_compressed(root, name);
  if (auto shards = shards_of(root, name); !shards.empty())
    return SplitPlace{Kind::shards, std::move(shards), std::nullopt};
  const fs::path official = root / fmt::format("ILSVRC2012_img_{}.tar", name);
  if (fs::is_regular_file(official)) return SplitPlace{Kind::tar, {official}, labels()};
  return std::nullopt;
}

}  // namespace

std::optional<SplitPlace> find_split(const fs::path& root, config::DataSplit split) {
  if (!fs::is_directory(root)) return std::nullopt;
  const std::vector<std::string> names = split == config::DataSplit::train
                                             ? std::vector<std::string>{"train"}
                                             : std::vector<std::string>{"test", "val", "validation"};
  for (const auto& name : names)
    if (auto place = find_named(root, name)) return place;
  return std::nullopt;
}

}  // namespace hybrid::image_index
