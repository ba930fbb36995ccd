#include "report/html_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace hybrid::report {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size());
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= count ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
  }
  return text;
}

std::string html_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  return result;
}

std::string html_with_code(std::string_view text) {
  std::string result;
  for (;;) {
    const auto open = text.find('`');
    const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) return result + html_escaped(text);
    result += fmt::format("{}<code>{}</code>", html_escaped(text.substr(0, open)),
                          html_escaped(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
}

std::string svg_image(std::string_view svg, std::string_view description) {
  return fmt::format("<img alt=\"{}\" src=\"data:image/svg+xml;base64,{}\">", html_escaped(description),
                     base64(svg));
}

}  // namespace hybrid::report
