#include "image_index/list_shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "archives/file_bytes.h"
#include "archives/tar_members.h"
#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "image_index/label_words.h"

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

/// Splits a path at the first dot of the file name; the ending is in lower case.
std::pair<std::string, std::string> key_and_ending(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto dot = path.find('.', slash == std::string::npos ? 0 : slash);
  if (dot == std::string::npos) return {path, ""};
  return {path.substr(0, dot), lower_case(path.substr(dot + 1))};
}

/// Returns whether webdataset passes over the entry ("__meta__/x.json"), or a program left it.
bool is_no_example(const std::string& path) {
  const auto parts = split(path, '/');
  return (parts.front().starts_with("__") && parts.front().ends_with("__")) ||
         std::ranges::any_of(parts, is_left_by_program);
}

/// Returns null for what is no JSON.
nlohmann::json json_or_nothing(const std::string& content, const fs::path& name) {
  try {
    return parse_json(content, name);
  } catch (const nlohmann::json::exception&) {
    return nullptr;
  }
}

/// Returns the label word in a .cls or .json file; empty if there is none.
std::string label_word(const std::string& ending, const std::string& content, const fs::path& name) {
  if (ending == "cls") return std::string(bare_word(content));
  const auto document = json_or_nothing(content, name);
  if (!document.is_object() || !document.contains("label")) return "";
  const auto& label = document["label"];
  if (label.is_string()) return std::string(bare_word(label.get<std::string>()));
  const std::string number = label.is_number() ? label.dump() : "";
  return label.is_number_integer() || class_number(number) ? number : "";
}

/// What the shards hold beside the images.
struct OtherEntries {
  std::uint64_t files = 0;
  PassedOver links;
  PassedOver incomplete;  ///< examples without an image or a label
};

class ShardLister {
 public:
  ShardLister(fs::path shard, std::uint32_t number)
      : shard_(std::move(shard)), number_(number), file_(shard_) {}

  std::vector<ShardImage> list(OtherEntries& others, const ListProgress& progress) {
    std::uint64_t reported = 0;
    const std::string name = shard_.filename().string() + '/';
    archives::for_each_member(
        {.file = shard_},
        [&](const archives::TarMember& member) {
          if (!member.folder) take(member, others.files);
          if (progress) progress(member.offset + member.size - reported);
          reported = member.offset + member.size;
        },
        [&](const std::string& link) { others.links.add(name + link); });
    std::vector<ShardImage> images;
    for (const auto& key : keys_) {
      const Example& example = examples_.at(key);
      if (example.image && example.label)
        images.push_back(image_of(key, example));
      else
        others.incomplete.add(name + key);
    }
    return images;
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& what) const {
    throw DataError(shard_, fmt::format("the example '{}' {}", key, what));
  }

  void take(const archives::TarMember& member, std::uint64_t& other_files) {
    const auto [key, ending] = key_and_ending(member.name);
    const bool is_image = is_image_name('.' + ending);
    if (is_no_example(member.name) || (!is_image && ending != "cls" && ending != "json")) {
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
                     .word = label_word(key_and_ending(label.name).second, content, shard_ / label.name)};
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
  std::map<std::string, std::int32_t> numbers;

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
  const Labels known(classes);
  std::vector<std::int32_t> labels;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    const auto label = known.of_word(words.words[i]);
    if (!label)
      throw DataError(folder / words.images[i], fmt::format("has {}", known.unknown(words.words[i])));
    labels.push_back(*label);
  }
  return labels;
}

}  // namespace

ImageIndex list_shards(std::span<const fs::path> shards, const std::optional<ClassList>& listed,
                       const ListProgress& progress, config::ClassOrder order) {
  HYBRID_CHECK(!shards.empty(), "no shards");
  ImageIndex index{.folder = shards.front().parent_path().string()};
  Words words;
  OtherEntries others;
  for (const auto& shard : shards) {
    index.depends_on(shard);
    const auto number = static_cast<std::uint32_t>(index.archives.size());
    index.archives.push_back(shard.filename().string());
    for (const auto& image : ShardLister(shard, number).list(others, progress))
      index.add(image.path, words.number_of(image.word, image.path), image.place);
  }
  const auto& [files, links, incomplete] = others;
  if (index.size() == 0)
    throw DataError(shards.front(), incomplete.count > 0
                                        ? fmt::format("holds no image (JPEG, PNG, ...) with its label, .cls "
                                                      "or .json; the first that lacks one: '{}'",
                                                      incomplete.first)
                                        : "holds no images (JPEG, PNG, ...)");
  const ClassList classes =
      listed ? *listed : classes_of_words({words.words.begin(), words.words.end()}, shards.front(), order);
  const auto labels = labels_of_words(words, classes, index.folder);
  for (auto& label : index.labels) label = labels[static_cast<std::size_t>(label)];
  index.class_names = classes.names;
  index.other_files = files;
  index.warnings = classes.warnings;
  if (links.count > 0)
    index.warnings.push_back(
        fmt::format("{} links in shards are passed over, the first: '{}'", links.count, links.first));
  if (incomplete.count > 0)
    index.warnings.push_back(
        fmt::format("{} examples without an image or a label (.cls, .json) are passed over, the first: '{}'",
                    incomplete.count, incomplete.first));
  return index;
}

}  // namespace hybrid::image_index
