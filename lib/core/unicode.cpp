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

std::optional<std::u32string> decode_utf8(std::string_view text) {
  // The smallest code point by length; smaller ones are overlong forms.
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      points += lead;
      ++i;
      continue;
    }
    const auto length = static_cast<std::size_t>(std::countl_one(lead));
    if (length < 2 || length > 4 || i + length > text.size()) return {};
    char32_t point = lead & (0x7fU >> length);
    for (std::size_t j = 1; j < length; ++j) {
      const auto byte = static_cast<unsigned char>(text[i + j]);
      if ((byte & 0xc0) != 0x80) return {};
      point = (point << 6) | (byte & 0x3fU);
    }
    if (point < kSmallest[length] || !is_scalar_value(point)) return {};
    points += point;
    i += length;
  }
  return points;
}

}  // namespace hybrid
