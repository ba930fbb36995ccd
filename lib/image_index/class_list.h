#pragma once
// The classes of a data set and their order, which is the order of the labels.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

struct ClassList {
  std::vector<std::string> folders;  ///< unique: names of folders, WordNet ids
  std::vector<std::string> names;    ///< for people; two of ImageNet's classes are both named "crane"
  std::filesystem::path listed_in;   ///< the file, or the folder whose folders they are
};

/// `imagenet_wnids.txt` in the root or beside it, which then decides the classes' order; else nothing.
std::optional<std::filesystem::path> class_list_of(const std::filesystem::path& root);

/// Lines of "n01440764 tench". @throws DataError if one class is listed twice
ClassList read_class_list(const std::filesystem::path& path);

/// Classes named like their folders, in the order of the names.
ClassList classes_named(std::vector<std::string> folders, const std::filesystem::path& listed_in);

/// The classes behind words that stand as labels: the words, sorted; numbers stand for themselves and all
/// those below them.
/// @throws DataError for a number that can only be a mistake
ClassList classes_of_words(const std::set<std::string, std::less<>>& words,
                           const std::filesystem::path& listed_in);

/// From a class's folder to its label.
using Labels = std::map<std::string, std::int32_t, std::less<>>;
Labels labels_of(const ClassList& classes);

/// What a word means as a label: a class's folder, or its number from 0 on. Nothing if it is neither.
std::optional<std::int32_t> find_label(const Labels& labels, std::string_view word);

}  // namespace hybrid
