#include "image_index/list_shards.h"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "archives/file_bytes.h"
#include "archives/tar_members.h"
#include "core/error.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

/// The files with one key.
struct Example {
  std::optional<archives::TarMember> image;
  std::optional<archives::TarMember> label;
};

struct ShardImage {
  std::string path;
  ImagePlace place;
  std::string word;  ///< the word of its label
};

/// Splits a path at the first dot of the file name.
std::pair<std::string, std::string> key_and_ending(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto dot = path.find('.', slash == std::string::npos ? 0 : slash);
  if (dot == std::string::npos) return {path, ""};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
}

/// Returns the label word in a .cls or .json file; empty if there is none.
std::string label_word(const std::string& ending, const std::string& content) {
  if (ending == "cls") return trimmed(content);
  const auto document = nlohmann::json::parse(content, nullptr, false);
  if (!document.is_object() || !document.contains("label")) return "";
  const auto& label = document["label"];
  if (label.is_string()) return trimmed(label.get<std::string>());
  return label.is_number_integer() ? label.dump() : "";
}

class ShardLister {
 public:
  ShardLister(fs::path shard, std::uint32_t number)
      : shard_(std::move(shard)), number_(number), file_(shard_) {}

  std::vector<ShardImage> list(std::uint64_t& other_files, const ListProgress& progress) {
    std::uint64_t reported = 0;
    archives::for_each_member({.file = shard_}, [&](const archives::TarMember& member) {
      if (!member.folder) take(member, other_files);
      if (progress) progress(member.offset + member.size - reported);
      reported = member.offset + member.size;
    });
    std::vector<ShardImage> images;
    for (const auto& key : keys_) images.push_back(image_of(key, examples_.at(key)));
    return images;
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& what) const {
    throw DataError(shard_, fmt::format("the example '{}' {}", key, what));
  }

  void take(const archives::TarMember& member, std::uint64_t& other_files) {
    const auto [key, ending] = key_and_ending(member.name);
    const bool is_image = is_image_name('.' + ending);
    if (!is_image && ending != "cls" && ending != "json") {
      ++other_files;
      return;
    }
    const auto [place, is_new] = examples_.try_emplace(key);
    if (is_new) keys_.push_back(key);
    Example& example = place->second;
    if (is_image) {
      if (example.image)
        fail(key, fmt::format("has two images, '{}' and '{}'", example.image->name, member.name));
      example.image = member;
    } else if (!example.label || ending == "cls") {  // a .cls takes precedence over a .json
      example.label = member;
    }
  }

  ShardImage image_of(const std::string& key, const Example& example) const {
    if (!example.image) fail(key, "has no image");
    if (!example.label) fail(key, "has no label: expected .cls or .json beside its image");
    constexpr std::uint64_t kLongestLabel = 1 << 20;
    const archives::TarMember& label = *example.label;
    if (label.size > kLongestLabel) fail(key, fmt::format("has a label of {} bytes", label.size));
    if (example.image->size > std::numeric_limits<std::uint32_t>::max())
      fail(key, fmt::format("has an image of {} bytes, which no image has", example.image->size));
    std::string content(label.size, '\0');
    file_.read(label.offset, content);
    ShardImage image{.path = shard_.stem().string() + '/' + example.image->name,
                     .place = {.offset = example.image->offset,
                               .size = static_cast<std::uint32_t>(example.image->size),
                               .archive = number_},
                     .word = label_word(key_and_ending(label.name).second, content)};
    if (image.word.empty())
      fail(key,
           fmt::format("has no label in '{}': expected a class, in .json as {{\"label\": 3}}", label.name));
    return image;
  }

  fs::path shard_;
  std::uint32_t number_;
  archives::FileBytes file_;
  std::vector<std::string> keys_;  ///< in the order of the tar file
  std::map<std::string, Example> examples_;
};

/// The label words, numbered in order of appearance.
struct Words {
  std::vector<std::string> words;
  std::vector<std::string> images;  ///< first image of each word, for messages
  Labels numbers;

  std::int32_t number_of(const std::string& word, const std::string& image) {
    const auto [place, is_new] = numbers.emplace(word, static_cast<std::int32_t>(words.size()));
    if (is_new) {
      words.push_back(word);
      images.push_back(image);
    }
    return place->second;
  }
};

/// Returns the label of each word.
std::vector<std::int32_t> labels_of_words(const Words& words, const ClassList& classes,
                                          const fs::path& folder) {
  const Labels known = labels_of(classes);
  std::vector<std::int32_t> labels;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    const auto label = find_label(known, words.words[i]);
    if (!label)
      throw DataError(folder / words.images[i],
                      fmt::format("has the label '{}', which is none of the {} classes in {}", words.words[i],
                                  known.size(), classes.listed_in.string()));
    labels.push_back(*label);
  }
  return labels;
}

}  // namespace

ImageIndex list_shards(std::span<const fs::path> shards, const std::optional<ClassList>& listed,
                       const ListProgress& progress) {
  HYBRID_CHECK(!shards.empty(), "no shards");
  ImageIndex index{.folder = shards.front().parent_path().string()};
  Words words;
  for (const auto& shard : shards) {
    index.depends_on(shard);
    const auto number = static_cast<std::uint32_t>(index.archives.size());
    index.archives.push_back(shard.filename().string());
    for (const auto& image : ShardLister(shard, number).list(index.other_files, progress))
      index.add(image.path, words.number_of(image.word, image.path), image.place);
  }
  if (index.size() == 0) throw DataError(shards.front(), "holds no images (JPEG, PNG, ...)");
  const ClassList classes =
      listed ? *listed : classes_of_words({words.words.begin(), words.words.end()}, shards.front());
  const auto labels = labels_of_words(words, classes, index.folder);
  for (auto& label : index.labels) label = labels[static_cast<std::size_t>(label)];
  index.class_names = classes.names;
  return index;
}

}  // namespace hybrid::image_index
