#include "core/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "core/text.h"
#include "core/unicode.h"

namespace hybrid {

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

/// The digits zero of the scripts that have their own: Arabic-Indic, Persian, N'Ko, Devanagari, Bengali,
/// Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Tibetan, Myanmar, Khmer,
/// Mongolian, full-width.
constexpr std::array<char32_t, 19> kZeros{0x660, 0x6f0,  0x7c0,  0x966,  0x9e6, 0xa66, 0xae6,
                                          0xb66, 0xbe6,  0xc66,  0xce6,  0xd66, 0xe50, 0xed0,
                                          0xf20, 0x1040, 0x17e0, 0x1810, 0xff10};

}  // namespace

std::string_view bare_word(std::string_view text) {
  const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; };
  if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) return text;  // most are
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

std::string lower_case(std::string_view text) {
  std::string lower;
  std::ranges::transform(text, std::back_inserter(lower),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string separator_hint(std::string_view only_field) {
  const auto at = only_field.find_first_of(";\t|");
  if (at == std::string_view::npos) return "";
  return fmt::format("; its columns are separated by {}, separate them by commas",
                     only_field[at] == '\t' ? "tabs" : fmt::format("'{}'", only_field[at]));
}

std::string digits_hint(std::string_view word) {
  const auto points = decode_utf8(word);
  if (!points) return "";
  std::string number;
  bool others = false;
  for (const char32_t point : *points) {
    const auto* zero = std::ranges::find_if(kZeros, [&](char32_t z) { return point >= z && point < z + 10; });
    others = others || zero != kZeros.end();
    const char32_t digit = zero == kZeros.end() ? point : U'0' + (point - *zero);
    if (digit < U'0' || digit > U'9') return "";
    number += static_cast<char>(digit);
  }
  return others ? fmt::format("; numbers are written in the digits 0 to 9: {}", number) : "";
}

}  // namespace hybrid
