#include "report/text_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "report/markdown.h"
#include "report/plain_text.h"

namespace hybrid::report {

namespace {

/// In Markdown, wider cells (lists of links, commands) do not widen their column.
constexpr std::size_t kWidest = 60;

/// Returns the width of each column, in characters.
/// @param widest wider cells are ignored
std::vector<std::size_t> column_widths(const TextTable& table, std::size_t widest) {
  std::vector<std::size_t> widths;
  for (const auto& cell : table.header) widths.push_back(std::max<std::size_t>(3, characters_in(cell)));
  for (const auto& row : table.rows) {
    HYBRID_CHECK(row.size() == table.header.size(), "{} cells in a table of {}", row.size(),
                 table.header.size());
    for (std::size_t c = 0; c < row.size(); ++c)
      if (const std::size_t width = characters_in(row[c]); width <= widest)
        widths[c] = std::max(widths[c], width);
  }
  return widths;
}

template <class Escape>
TextTable escaped(TextTable table, Escape escape) {
  for (auto& cell : table.header) cell = escape(cell);
  for (auto& row : table.rows)
    for (auto& cell : row) cell = escape(cell);
  return table;
}

/// Returns the text on one line.
std::string unbroken(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string padded(const std::string& text, std::size_t width, bool left) {
  const std::string spaces(width - std::min(width, characters_in(text)), ' ');
  return left ? text + spaces : spaces + text;
}

std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                 const std::string& before, const std::string& between, const std::string& after) {
  std::string text = before;
  for (std::size_t c = 0; c < cells.size(); ++c)
    text.append(c > 0 ? between : "").append(padded(cells[c], widths[c], c == 0));
  return text.append(after).append("\n");
}

}  // namespace

std::string to_markdown(const TextTable& cells) {
  const TextTable table = escaped(cells, markdown_cell);
  const auto widths = column_widths(table, kWidest);
  std::string text = line(table.header, widths, "| ", " | ", " |");
  for (std::size_t c = 0; c < widths.size(); ++c)
    text +=
        c == 0 ? fmt::format("|{:-<{}}|", "", widths[c] + 2) : fmt::format("{:-<{}}:|", "", widths[c] + 1);
  text += "\n";
  for (const auto& row : table.rows) text += line(row, widths, "| ", " | ", " |");
  return text;
}

std::string to_text(const TextTable& cells) {
  const TextTable table = escaped(cells, unbroken);
  const auto widths = column_widths(table, std::string::npos);
  std::string text = line(table.header, widths, "", "  ", "");
  for (const auto& row : table.rows) text += line(row, widths, "", "  ", "");
  return text;
}

std::string per_cent(double fraction, int decimals) {
  return fmt::format("{:.{}f}", 100 * fraction, decimals);
}

std::string per_cent_with_interval(double fraction, double low, double high) {
  return fmt::format("{} ({}–{})", per_cent(fraction), per_cent(low), per_cent(high));
}

std::string points_with_interval(double delta, double low, double high) {
  return fmt::format("{:+.2f} [{:+.2f}, {:+.2f}]", 100 * delta, 100 * low, 100 * high);
}

}  // namespace hybrid::report
