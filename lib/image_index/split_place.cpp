#include "image_index/split_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "archives/tar_members.h"
#include "core/error.h"
#include "core/words.h"
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
  const std::string lower = lower_case(set);
  return lower == split || lower.ends_with('-' + split);
}

/// The sorted entries of the root.
struct Entries {
  fs::path root;
  std::vector<fs::path> files, folders;

  explicit Entries(const fs::path& folder) : root(folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
      if (entry.is_directory()) folders.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::ranges::sort(folders);
  }
};

/// Returns the entry of this name or, if there is none, one that differs only in case.
std::optional<fs::path> named(const std::vector<fs::path>& entries, const std::string& name) {
  const auto find = [&](auto matches) {
    return std::ranges::find_if(entries,
                                [&](const fs::path& entry) { return matches(entry.filename().string()); });
  };
  auto found = find([&](const std::string& other) { return other == name; });
  if (found == entries.end())
    found = find([&](const std::string& other) { return lower_case(other) == name; });
  return found == entries.end() ? std::nullopt : std::optional(*found);
}

std::vector<fs::path> shards_of(const Entries& entries, const std::string& split) {
  std::vector<fs::path> shards;
  for (const auto& file : entries.files)
    if (file.extension() == ".tar" && is_of_split(shard_set(file.stem().string()), split))
      shards.push_back(file);
  if (shards.empty()) return shards;
  const std::string first = shard_set(shards.front().stem().string());
  const std::string last = shard_set(shards.back().stem().string());
  if (first != last)
    throw DataError(
        entries.root,
        fmt::format("has shards of two data sets, {}-*.tar and {}-*.tar; keep each in a folder of its own",
                    first, last));
  return shards;
}

/// Returns whether the images are directly in the folder.
bool is_flat(const fs::path& folder) {
  bool image = false;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && !is_left_by_program(name)) return false;
    image = image || is_image_name(name);
  }
  return image;
}

/// @throws DataError for compressed files such as "train.tar.gz" or "imagenet-train-0000.tar.gz", which users
/// may expect to work
void refuse_compressed(const Entries& entries, const std::string& name) {
  for (const auto& file : entries.files) {
    const std::string whole = file.filename().string();
    if (!archives::is_compressed_name(whole)) continue;
    const std::string stem = whole.substr(0, whole.find('.'));
    if (lower_case(stem) == name || is_of_split(shard_set(stem), name))
      throw DataError(
          file,
          "is compressed: images are read in place from a tar file, and in a compressed one they have no "
          "place; unpack it to a plain .tar (gunzip, unzstd, ...), or the whole of it to a folder");
  }
}

std::optional<SplitPlace> find_named(const Entries& entries, const std::string& name) {
  const auto labels = [&] { return label_file_of(entries.root, name); };
  if (const auto list = named(entries.files, name + ".csv"))
    return SplitPlace{Kind::list, {*list}, std::nullopt};
  if (const auto folder = named(entries.folders, name)) {
    if (is_flat(*folder)) return SplitPlace{Kind::flat_folder, {*folder}, labels()};
    return SplitPlace{Kind::folders, {*folder}, std::nullopt};
  }
  if (const auto tar = named(entries.files, name + ".tar")) return SplitPlace{Kind::tar, {*tar}, labels()};
  refuse_compressed(entries, name);
  if (auto shards = shards_of(entries, name); !shards.empty())
    return SplitPlace{Kind::shards, std::move(shards), std::nullopt};
  const fs::path official = entries.root / fmt::format("ILSVRC2012_img_{}.tar", name);
  if (fs::is_regular_file(official)) return SplitPlace{Kind::tar, {official}, labels()};
  return std::nullopt;
}

/// The names of a split; the first that exists is used.
const std::vector<std::string>& names_of(config::DataSplit split) {
  static const std::vector<std::string> train{"train", "training"};
  static const std::vector<std::string> test{"test", "testing", "val", "validation", "valid", "dev", "eval"};
  return split == config::DataSplit::train ? train : test;
}

}  // namespace

std::optional<SplitPlace> find_split(const fs::path& root, config::DataSplit split) {
  if (!fs::is_directory(root)) return std::nullopt;
  const Entries entries(root);
  for (const auto& name : names_of(split))
    if (auto place = find_named(entries, name)) return place;
  return std::nullopt;
}

std::vector<std::string> unused_splits(const fs::path& root) {
  std::vector<std::string> warnings;
  if (!fs::is_directory(root)) return warnings;
  const Entries entries(root);
  for (const auto split : {config::DataSplit::train, config::DataSplit::test}) {
    const auto used = find_split(root, split);
    if (!used) continue;
    for (const auto& name : names_of(split)) {
      std::optional<SplitPlace> place;
      try {
        place = find_named(entries, name);
      } catch (const DataError&) {  // it is not read, so that its faults do not matter
      }
      if (place && place->files != used->files)
        warnings.push_back(
            fmt::format("{} is not read, because {} is the {} split; rename one of them to choose",
                        place->files.front().filename().string(), used->files.front().filename().string(),
                        name_of(split, config::kDataSplitNames)));
    }
  }
  return warnings;
}

}  // namespace hybrid::image_index
