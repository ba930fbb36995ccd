#include "core/printable.h"

#include <fmt/format.h>

#include "core/unicode.h"

namespace hybrid {

namespace {

bool is_shown(char32_t c) {
  if (c == U'\n' || c == U'\t') return true;
  const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
  const bool line_end = c == 0x2028 || c == 0x2029;
  const bool direction = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
                         (c >= 0x2066 && c <= 0x2069);
  return !control && !line_end && !direction;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const auto point = take_code_point(text);
    const std::string_view taken = before.substr(0, before.size() - text.size());
    if (!point)
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(taken.front()));
    else if (is_shown(*point))
      shown += taken;
    else
      shown += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(*point));
  }
  return shown;
}

void write_message(std::FILE* stream, std::string_view text) noexcept {
  (void)std::fwrite(text.data(), 1, text.size(), stream);
  (void)std::fflush(stream);
}

}  // namespace hybrid
