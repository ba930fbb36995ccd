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

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string lines;
  std::size_t used = 0;
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  for (const std::string& word : split(line, ' ')) {
    const auto length = static_cast<std::size_t>(
        std::ranges::count_if(word, [](char c) { return (c & 0xC0) != 0x80; }));  // UTF-8 characters
    if (used > 0 && used + 1 + length > width) {
      lines.append("\n").append(indent);
      used = 0;
    } else if (!lines.empty()) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += length;
  }
  return lines;
}

}  // namespace hybrid::report
