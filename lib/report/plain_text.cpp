#include "report/plain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace hybrid::report {

std::string amount(double value) {
  const double size = std::abs(value);
  if (!std::isfinite(value) || size < 999.5) return fmt::format("{:.3g}", value == 0 ? 0 : value);
  if (size < 999'500) return with_thousands(std::llround(value));
  const bool millions = size < 999.5e6;
  return fmt::format("{:.3g}{}", value / (millions ? 1e6 : 1e9), millions ? 'M' : 'G');
}

std::string share_text(double fraction) {
  return fmt::format("{:.3g} %", 100 * fraction);
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t used) {
  std::string lines, words(text);
  std::ranges::replace(words, '\n', ' ');
  bool starts_line = true;
  for (const std::string& word : split(words, ' ')) {
    if (word.empty()) continue;
    const std::size_t length = characters_in(word);
    if (!starts_line && used + 1 + length > width) {
      lines += "\n" + std::string(indent, ' ');
      used = indent;
      starts_line = true;
    }
    if (!starts_line) lines += ' ';
    lines += word;
    used += length + (starts_line ? 0 : 1);
    starts_line = false;
  }
  return lines;
}

}  // namespace hybrid::report
