#pragma once
// The classes of a data set, in the order of their labels.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::image_index {

struct ClassList {
  std::vector<std::string> folders;  ///< folder names or WordNet ids; unique
  std::vector<std::string> names;    ///< names for display; two of ImageNet's classes are named "crane"
  std::filesystem::path listed_in;   ///< the list, or the folder that contains the class folders
};

/// Returns `imagenet_wnids.txt` in the root or next to it, which then determines the order of classes, or
/// std::nullopt.
std::optional<std::filesystem::path> class_list_of(const std::filesystem::path& root);

/// Reads lines of the form "n01440764 tench".
/// @throws DataError if a class is listed twice
ClassList read_class_list(const std::filesystem::path& path);

/// Returns classes named like their folders, sorted by name.
ClassList classes_named(std::vector<std::string> folders, const std::filesystem::path& listed_in);

/// Returns the classes for a set of label words: the words, sorted; or, for numbers, 0 up to the largest
/// number.
/// @throws DataError for an implausible number, or a mixture of numbers and other words
ClassList classes_of_words(const std::set<std::string, std::less<>>& words,
                           const std::filesystem::path& listed_in);

/// Maps a class's folder to its label.
using Labels = std::map<std::string, std::int32_t, std::less<>>;
Labels labels_of(const ClassList& classes);

/// Returns the label for a word, which is a class's folder or its number, from 0, or std::nullopt if it is
/// neither.
std::optional<std::int32_t> find_label(const Labels& labels, std::string_view word);

}  // namespace hybrid::image_index
