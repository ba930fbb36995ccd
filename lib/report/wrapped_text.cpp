#include "report/wrapped_text.h"

#include <algorithm>

#include "core/text.h"

namespace hybrid::report {

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t used = 0;
  for (const auto& word : split(text, ' ')) {
    const std::size_t length = characters_in(word);
    if (result.empty()) {
      used = length;
    } else if (used + 1 + length > width) {
      result += "\n" + std::string(indent, ' ');
      used = indent + length;
    } else {
      result += ' ';
      used += 1 + length;
    }
    result += word;
  }
  return result;
}

}  // namespace hybrid::report
