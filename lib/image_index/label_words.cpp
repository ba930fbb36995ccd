#include "image_index/label_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>

#include "core/text.h"

namespace hybrid::image_index {

namespace {

/// ASCII blanks; UTF-8's no-break space, byte order mark, zero-width space and ideographic space.
constexpr std::array<std::string_view, 10> kBlanks{
    " ", "\t", "\r", "\n", "\v", "\f", "\xc2\xa0", "\xef\xbb\xbf", "\xe2\x80\x8b", "\xe3\x80\x80"};

struct Quotes {
  std::string_view open, close;
};
constexpr std::array<Quotes, 4> kQuotes{Quotes{"\"", "\""}, Quotes{"'", "'"},
                                        Quotes{"\xe2\x80\x9c", "\xe2\x80\x9d"},   // “ ”
                                        Quotes{"\xe2\x80\x98", "\xe2\x80\x99"}};  // ‘ ’

std::string_view without_blanks(std::string_view text) {
  const auto drop = [&text] {
    return std::ranges::any_of(kBlanks, [&](std::string_view blank) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        return true;
      }
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        return true;
      }
      return false;
    });
  };
  while (drop()) {
  }
  return text;
}

std::string_view without_quotes(std::string_view text) {
  for (const auto& [open, close] : kQuotes) {
    if (text.size() < open.size() + close.size() || !text.starts_with(open) || !text.ends_with(close))
      continue;
    const auto inner = text.substr(open.size(), text.size() - open.size() - close.size());
    if (inner.find(open) == std::string_view::npos && inner.find(close) == std::string_view::npos)
      return inner;
  }
  return text;
}

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

std::string_view bare_word(std::string_view text) {
  for (;;) {
    const std::string_view bare = without_quotes(without_blanks(text));
    if (bare.size() == text.size()) return bare;
    text = bare;
  }
}

std::optional<std::int64_t> class_number(std::string_view word) {
  const auto value = parse_double(word);
  constexpr double kMax = 1e15;  // whole numbers below are exact
  if (!value || *value < 0 || *value >= kMax || *value != std::floor(*value)) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::pair<std::string, std::string> split_first(std::string_view line,
                                                std::initializer_list<std::string_view> separators) {
  line = without_blanks(line);
  std::size_t end = std::string_view::npos;
  for (const auto& [open, close] : kQuotes)
    if (line.starts_with(open)) {
      const auto closing = line.find(close, open.size());
      if (closing != std::string_view::npos) end = closing + close.size();
    }
  if (end == std::string_view::npos)
    for (const std::string_view set : separators)
      if (end = line.find_first_of(set); end != std::string_view::npos) break;
  std::string_view rest = without_blanks(line.substr(std::min(end, line.size())));
  if (!rest.empty() && (rest.front() == ',' || rest.front() == ';')) rest.remove_prefix(1);
  return {std::string(bare_word(line.substr(0, end))), std::string(bare_word(rest))};
}

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

std::string lower_case(std::string_view text) {
  std::string lower;
  std::ranges::transform(text, std::back_inserter(lower),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

}  // namespace hybrid::image_index
