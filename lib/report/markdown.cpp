#include "report/markdown.h"

#include <cctype>

#include "core/printable.h"

namespace hybrid::report {

namespace {

/// Whether a '<' with this after it begins a tag, a comment or an address in HTML. "p < 0.05" does not.
bool begins_tag(char next) {
  return std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '!' || next == '?';
}

}  // namespace

std::string markdown_line(std::string_view text) {
  const std::string shown = printable(text);
  std::string line;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == '<' && i + 1 < shown.size() && begins_tag(shown[i + 1]))
      line += "&lt;";
    else
      line += shown[i] == '\n' ? ' ' : shown[i];
  }
  return line;
}

std::string markdown_cell(std::string_view text) {
  std::string cell;
  for (const char c : markdown_line(text)) {
    // After a backslash another one would stand for a backslash.
    if (c != '|')
      cell += c;
    else
      cell += cell.ends_with('\\') ? "&#124;" : "\\|";
  }
  return cell;
}

}  // namespace hybrid::report
