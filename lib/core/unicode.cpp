#include "core/unicode.h"

#include <array>
#include <bit>

namespace hybrid {

namespace {

bool is_scalar_value(char32_t c) {
  return c < 0xd800 || (c > 0xdfff && c <= 0x10ffff);
}

}  // namespace

bool append_utf8(std::string& text, char32_t c) {
  if (!is_scalar_value(c)) return false;
  const auto trailing = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xc0 | (c >> 6));
    trailing(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xe0 | (c >> 12));
    trailing(6);
    trailing(0);
  } else {
    text += static_cast<char>(0xf0 | (c >> 18));
    trailing(12);
    trailing(6);
    trailing(0);
  }
  return true;
}

std::optional<char32_t> take_code_point(std::string_view& text) {
  // The smallest code point by length; smaller ones are overlong forms.
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text.front());
  const std::string_view trailing = text.substr(1);
  text.remove_prefix(1);
  if (lead < 0x80) return lead;
  const auto length = static_cast<std::size_t>(std::countl_one(lead));
  if (length < 2 || length > 4 || length - 1 > trailing.size()) return {};
  char32_t point = lead & (0x7fU >> length);
  for (const char c : trailing.substr(0, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) return {};
    point = (point << 6) | (byte & 0x3fU);
  }
  if (point < kSmallest[length] || !is_scalar_value(point)) return {};
  text.remove_prefix(length - 1);
  return point;
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!take_code_point(text)) return false;
  return true;
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) return {};
    points += *point;
  }
  return points;
}

}  // namespace hybrid
