#include "reproduce/html_text.h"

#include <fmt/format.h>

namespace hybrid::reproduce {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

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

std::string inline_svg(std::string_view svg, std::string_view name, std::string_view label) {
  const auto begin = svg.find("<svg");
  if (begin == std::string_view::npos) return "";
  std::string text(svg.substr(begin));
  for (const std::string before : {" id='", " id=\"", "href='#", "href=\"#", "url(#"})
    replace_all(text, before, fmt::format("{}{}-", before, name));
  replace_all(text, "<title>Gnuplot</title>", "");
  return text.insert(4, fmt::format(" role=\"img\" aria-label=\"{}\"", html_escaped(label)));
}

}  // namespace hybrid::reproduce
