#include "image_index/label_words.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/words.h"

namespace hybrid::image_index {

namespace {

/// The usual names of a column, without punctuation; of several in a header, the first here is meant.
constexpr std::array<std::string_view, 22> kImageColumns{
    "path",      "filepath", "imagepath", "imgpath",   "filename", "imagefilename",
    "imagefile", "fname",    "imagename", "imgname",   "file",     "files",
    "image",     "images",   "img",       "filenames", "imageid",  "imagefilepath",
    "imgid",     "url",      "name",      "id"};
constexpr std::array<std::string_view, 24> kLabelColumns{
    "label",   "labels",    "labelid",     "class",      "classid",      "classlabel",
    "classes", "target",    "targets",     "category",   "categoryid",   "y",
    "ytrue",   "gt",        "groundtruth", "truth",      "wnid",         "synset",
    "species", "labelname", "classname",   "classnames", "categoryname", "predictionstring"};

/// Returns the position of the column whose name is first in `names`.
std::optional<std::size_t> column_of(std::span<const std::string> header,
                                     std::span<const std::string_view> names) {
  std::optional<std::size_t> best;
  auto rank = names.size();
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string word = lower_case(header[i]);
    std::erase_if(word, [](unsigned char c) { return std::isalnum(c) == 0; });
    const auto at = static_cast<std::size_t>(std::ranges::find(names, word) - names.begin());
    if (at >= rank) continue;
    rank = at;
    best = i;
  }
  return best;
}

/// Removes the leading digits and returns them without leading zeros.
std::string_view take_number(std::string_view& text) {
  const auto end = std::ranges::find_if(text, [](unsigned char c) { return std::isdigit(c) == 0; });
  std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
}

}  // namespace

NamedColumns columns_named(std::span<const std::string> header) {
  return {column_of(header, kImageColumns), column_of(header, kLabelColumns)};
}

bool numeric_less(std::string_view a, std::string_view b) {
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (starts_with_digit(a) && starts_with_digit(b)) {
      const auto first = take_number(a);
      const auto second = take_number(b);
      if (first.size() != second.size()) return first.size() < second.size();
      if (first != second) return first < second;
    } else {
      if (a.front() != b.front()) return a.substr(0, 1) < b.substr(0, 1);
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  if (a.empty() != b.empty()) return a.empty();
  return whole_a < whole_b;
}

}  // namespace hybrid::image_index
