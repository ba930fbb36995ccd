#include "image_index/class_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid::image_index {

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

ClassList classes_of_words(const std::set<std::string, std::less<>>& words, const fs::path& listed_in) {
  std::int64_t largest = -1;
  std::size_t numbers = 0;
  const std::string* odd = nullptr;  // a number that is not a class's
  for (const auto& word : words) {
    const auto number = parse_integer(word);
    if (number && *number >= 0)
      largest = std::max(largest, *number), ++numbers;
    else if (word.starts_with('+') || parse_double(word))
      odd = &word;
    else if (!odd && numbers > 0)
      odd = &word;
  }
  if (odd || (numbers > 0 && numbers < words.size()))
    throw DataError(
        listed_in, fmt::format("has the label '{}'; labels are either all names, or all numbers 0, 1, 2, ...",
                               odd ? *odd : *std::ranges::find_if(words, [](const auto& word) {
                                 return !parse_integer(word);
                               })));
  if (numbers == 0) return classes_named({words.begin(), words.end()}, listed_in);
  constexpr std::int64_t kMax = 1'000'000;  // larger numbers are mistakes and would cost memory
  if (largest >= kMax) throw DataError(listed_in, fmt::format("has a label {}, must be < {}", largest, kMax));
  ClassList classes{.listed_in = listed_in};  // in numerical, not alphabetical, order
  for (std::int64_t label = 0; label <= largest; ++label) classes.folders.push_back(fmt::format("{}", label));
  classes.names = classes.folders;
  return classes;
}

Labels labels_of(const ClassList& classes) {
  Labels labels;
  for (const auto& folder : classes.folders) labels.emplace(folder, static_cast<std::int32_t>(labels.size()));
  return labels;
}

std::optional<std::int32_t> find_label(const Labels& labels, std::string_view word) {
  if (const auto found = labels.find(word); found != labels.end()) return found->second;
  const auto number = parse_integer(word);
  if (!number || *number < 0 || *number >= static_cast<std::int64_t>(labels.size())) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

}  // namespace hybrid::image_index
