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

#include "config/data.h"

namespace hybrid::image_index {

struct ClassList {
  std::vector<std::string> folders;   ///< folder names or WordNet ids; unique
  std::vector<std::string> names;     ///< names for display; two of ImageNet's classes are named "crane"
  std::filesystem::path listed_in;    ///< the list, or the folder that contains the class folders
  std::vector<std::string> warnings;  ///< where the labels may not be those that are meant
};

/// Returns `imagenet_wnids.txt` in the root or next to it, which then determines the order of classes, or
/// std::nullopt.
std::optional<std::filesystem::path> class_list_of(const std::filesystem::path& root);

/// Reads lines of the form "n01440764 tench"; also separated by a tab or comma, quoted, below a header.
/// @throws DataError if a class is listed twice
ClassList read_class_list(const std::filesystem::path& path);

/// Returns classes named like their folders, sorted by name.
ClassList classes_named(std::vector<std::string> folders, const std::filesystem::path& listed_in,
                        config::ClassOrder order = config::ClassOrder::text);

/// Returns the classes for a set of bare label words (label_words.h): the words, sorted; or, for numbers, 0
/// up to the largest number.
/// @throws DataError for an implausible number, or a mixture of numbers and other words
ClassList classes_of_words(const std::set<std::string, std::less<>>& words,
                           const std::filesystem::path& listed_in,
                           config::ClassOrder order = config::ClassOrder::text);

/// The labels of a list's classes.
class Labels {
 public:
  /// `classes` must outlive this.
  explicit Labels(const ClassList& classes);

  /// Returns the label of a class's folder, or std::nullopt if it is none.
  std::optional<std::int32_t> of_folder(std::string_view name) const;
  /// Returns the label for a bare word, or std::nullopt if it stands for no class. A word is a class's folder
  /// or a number: that of the folder which is this number or, if no folder is a number, the label itself.
  std::optional<std::int32_t> of_word(std::string_view word) const;
  /// Returns "the label 'n04', which is none of the 3 classes in LIST", for messages.
  std::string unknown(std::string_view word) const;

 private:
  const ClassList& classes_;
  std::map<std::string_view, std::int32_t> folders_;
  std::map<std::int64_t, std::int32_t> numbers_;  ///< of folders that are numbers
};

}  // namespace hybrid::image_index
