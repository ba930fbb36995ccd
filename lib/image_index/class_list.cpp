#include "image_index/class_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "core/words.h"
#include "image_index/label_words.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kClassList = "imagenet_wnids.txt";

/// Returns the first words: "0, 1, 10, ...".
std::string first_of(std::span<const std::string> words) {
  constexpr std::size_t kShown = 5;
  return join(words.first(std::min(kShown, words.size()))) + (words.size() > kShown ? ", ..." : "");
}

/// Warns if numbers in the names are sorted as text, "10" before "2".
void warn_of_order(ClassList& classes) {
  std::vector<std::string> numeric = classes.folders;
  std::ranges::sort(numeric, numeric_less);
  const auto differs = std::ranges::mismatch(classes.folders, numeric).in1;
  if (differs == classes.folders.end()) return;
  classes.warnings.push_back(fmt::format(
      "the {} classes are numbered in text order, {}, so '{}' is class {}; in numeric order, {}, "
      "it is class {} (class_order: numeric)",
      classes.folders.size(), first_of(classes.folders), *differs, differs - classes.folders.begin(),
      first_of(numeric), std::ranges::find(numeric, *differs) - numeric.begin()));
}

/// Warns of classes that are probably one.
void warn_of_similar(ClassList& classes) {
  const auto key = [](std::string_view folder) {
    if (const auto number = class_number(bare_word(folder))) return fmt::format("{}", *number);
    std::string text = lower_case(folder);
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
    return text;
  };
  std::map<std::string, std::size_t> seen;
  std::string first;
  std::size_t more = 0;
  for (std::size_t i = 0; i < classes.folders.size(); ++i) {
    const auto [place, is_new] = seen.emplace(key(classes.folders[i]), i);
    if (is_new) continue;
    if (first.empty())
      first = fmt::format("'{}' and '{}' are two classes, {} and {}", classes.folders[place->second],
                          classes.folders[i], place->second, i);
    else
      ++more;
  }
  if (!first.empty())
    classes.warnings.push_back(fmt::format("{}, though they differ only in blanks, case or leading zeros{}",
                                           first, more > 0 ? fmt::format("; {} more such names", more) : ""));
}

/// Warns of classes 0 to the largest number without an image.
void warn_of_missing(const std::set<std::int64_t>& numbers, ClassList& classes) {
  std::vector<std::string> missing;
  for (std::int64_t label = 0; label < *numbers.rbegin(); ++label)
    if (!numbers.contains(label)) missing.push_back(fmt::format("{}", label));
  if (missing.empty()) return;
  const std::string without =
      missing.size() == 1 ? fmt::format("class {} has no image", missing.front())
                          : fmt::format("{} of them have no image ({})", missing.size(), first_of(missing));
  classes.warnings.push_back(
      fmt::format("the labels are numbers from {} to {}, so there are {} classes; {}{}", *numbers.begin(),
                  *numbers.rbegin(), classes.folders.size(), without,
                  *numbers.begin() == 1 ? ": if the labels count from 1, subtract 1 from each" : ""));
}

/// Whether the words head the columns of a list; a class may be called "image" or "target" itself.
bool heads_columns(const std::string& folder, const std::string& name) {
  constexpr std::array<std::string_view, 5> kNames{"name", "names", "class_name", "words", "description"};
  return columns_named(std::vector{folder}).label &&
         std::ranges::find(kNames, lower_case(name)) != kNames.end();
}

}  // namespace

std::optional<fs::path> class_list_of(const fs::path& root) {
  const fs::path folder = fs::absolute(root / "").parent_path();
  for (const auto& place : {folder / kClassList, folder.parent_path() / kClassList})
    if (fs::is_regular_file(place)) return place;
  return std::nullopt;
}

ClassList read_class_list(const fs::path& path) {
  ClassList classes{.listed_in = path};
  bool first = true;
  for (const std::string& line : split(read_file(path), '\n')) {
    auto [folder, name] = split_first(line, {"\t", " ,;"});
    if (folder.empty()) continue;
    const bool header = first && heads_columns(folder, name);
    first = false;
    if (header) continue;
    classes.names.push_back(name.empty() ? folder : std::move(name));
    classes.folders.push_back(std::move(folder));
  }
  std::vector<std::string> sorted = classes.folders;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw DataError(path, fmt::format("lists {} twice", *twice));
  warn_of_similar(classes);
  return classes;
}

ClassList classes_named(std::vector<std::string> folders, const fs::path& listed_in,
                        config::ClassOrder order) {
  if (order == config::ClassOrder::numeric)
    std::ranges::sort(folders, numeric_less);
  else
    std::ranges::sort(folders);
  ClassList classes{.folders = folders, .names = folders, .listed_in = listed_in};
  if (order == config::ClassOrder::text) warn_of_order(classes);
  if (const auto other =
          std::ranges::find_if(folders, [](const auto& name) { return !digits_hint(name).empty(); });
      other != folders.end())
    classes.warnings.push_back(
        fmt::format("the class '{}' is taken as a name{}", *other, digits_hint(*other)));
  warn_of_similar(classes);
  if (folders.size() == 1)
    classes.warnings.push_back(fmt::format(
        "'{}' is the only class; folders in a class's folder are none of their own", folders.front()));
  return classes;
}

ClassList classes_of_words(const std::set<std::string, std::less<>>& words, const fs::path& listed_in,
                           config::ClassOrder order) {
  std::set<std::int64_t> numbers;
  const std::string* name = nullptr;
  const std::string* odd = nullptr;  // a number that is not a class's
  for (const auto& word : words) {
    if (const auto number = class_number(word))
      numbers.insert(*number);
    else if (parse_double(word) || !digits_hint(word).empty())
      odd = &word;
    else
      name = &word;
  }
  if (odd || (name && !numbers.empty()))
    throw DataError(
        listed_in,
        fmt::format("has the label '{}'; labels are either all names, or all numbers 0, 1, 2, ...{}",
                    odd ? *odd : *name, digits_hint(odd ? *odd : *name)));
  if (numbers.empty()) return classes_named({words.begin(), words.end()}, listed_in, order);
  constexpr std::int64_t kMax = 1'000'000;  // larger numbers are mistakes and would cost memory
  const std::int64_t largest = *numbers.rbegin();
  if (largest >= kMax) throw DataError(listed_in, fmt::format("has a label {}, must be < {}", largest, kMax));
  ClassList classes{.listed_in = listed_in};  // in numerical, not alphabetical, order
  for (std::int64_t label = 0; label <= largest; ++label) classes.folders.push_back(fmt::format("{}", label));
  classes.names = classes.folders;
  warn_of_missing(numbers, classes);
  return classes;
}

Labels::Labels(const ClassList& classes) : classes_(classes) {
  for (const auto& folder : classes.folders) {
    const auto label = static_cast<std::int32_t>(folders_.size());
    folders_.emplace(folder, label);
    if (const auto number = class_number(folder)) numbers_.emplace(*number, label);
  }
}

std::optional<std::int32_t> Labels::of_folder(std::string_view name) const {
  const auto found = folders_.find(name);
  return found == folders_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int32_t> Labels::of_word(std::string_view word) const {
  if (const auto label = of_folder(word)) return label;
  const auto number = class_number(word);
  if (!number) return std::nullopt;
  if (!numbers_.empty()) {
    const auto found = numbers_.find(*number);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  if (*number >= static_cast<std::int64_t>(folders_.size())) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::string Labels::unknown(std::string_view word) const {
  const std::size_t count = classes_.folders.size();
  const auto number = class_number(word);
  return fmt::format("the label '{}', which is none of the {} classes in {}{}", word, count,
                     classes_.listed_in.string(),
                     number && *number == static_cast<std::int64_t>(count) ? "; classes are numbered from 0"
                     : number                                              ? ""
                              : digits_hint(word) + did_you_mean(word, classes_.folders));
}

}  // namespace hybrid::image_index
