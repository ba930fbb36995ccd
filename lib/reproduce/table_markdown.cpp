#include "reproduce/table_markdown.h"

#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "report/latex.h"
#include "report/markdown.h"
#include "report/text_table.h"
#include "reproduce/number_grid.h"
#include "reproduce/number_text.h"

namespace hybrid::reproduce {

namespace {

using report::markdown_line;

std::string printed_cell(const ReproducedNumber* number, bool with_unit) {
  if (number == nullptr || !number->printed) return "";
  const std::string text = text_of(*number).printed;
  return with_unit && !number->unit.empty() ? fmt::format("{} {}", text, number->unit) : text;
}

std::string ours_cell(const ReproducedNumber* number, bool with_unit) {
  if (number == nullptr) return "";
  if (!number->ours) return number->standing == Standing::needs_data ? "needs data" : "–";
  const NumberText text = text_of(*number);
  std::string cell = text.ours;
  if (with_unit && !number->unit.empty()) cell += " " + number->unit;
  if (!text.interval.empty()) cell += fmt::format(" ({})", text.interval);
  if (!text.mark.empty()) cell += " " + text.mark;
  return cell;
}

report::TextTable text_table(const NumberGrid& grid) {
  report::TextTable table{.header = {grid.corner, ""}, .rows = {}};
  for (const auto& column : grid.columns) table.header.push_back(column);
  for (const auto& row : grid.rows) {
    const auto line = [&](const std::string& head, const char* whose, auto&& cell) {
      std::vector<std::string> cells{head, whose};
      for (const auto* number : row.cells) cells.push_back(cell(number, grid.units_in_cells));
      table.rows.push_back(std::move(cells));
    };
    const std::string& head = row.head;
    if (row.has_printed()) line(head, row.needs_data() ? "paper; ours needs data" : "paper", printed_cell);
    if (!row.has_printed() || !row.needs_data()) line(row.has_printed() ? "" : head, "ours", ours_cell);
  }
  return table;
}

std::string part_markdown(const ReproducedPart& part, const std::string& column_unit) {
  std::string text = fmt::format("## {}\n\n", markdown_line(part.title));
  if (!part.command.empty()) text += fmt::format("    {}\n\n", markdown_line(part.command));
  std::vector<std::string> notes;
  if (!part.numbers.empty()) {
    const NumberGrid grid = grid_of(part, column_unit);
    text += report::to_markdown(text_table(grid)) + "\n";
    if (const auto legend = legend_of(part.numbers); !legend.empty()) text += legend + "\n\n";
    for (const auto& [where, note] : grid.notes)
      notes.push_back(where.empty() ? note : fmt::format("{}: {}", where, note));
  }
  notes.insert(notes.end(), part.notes.begin(), part.notes.end());
  for (const auto& note : notes) text += fmt::format("- {}\n", markdown_line(note));
  return notes.empty() ? text : text + "\n";
}

}  // namespace

std::string heading_of(const ReproducedTable& table) {
  std::string heading;
  for (const char c : table.name) {
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (digit && !heading.empty() && std::isalpha(static_cast<unsigned char>(heading.back())) != 0)
      heading += ' ';
    heading += c == '_' ? ' ' : c;
  }
  if (!heading.empty())
    heading.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(heading.front())));
  return heading;
}

std::string table_markdown(const ReproducedTable& table) {
  std::string text =
      fmt::format("# {}: {}\n\n", markdown_line(heading_of(table)), markdown_line(table.title));
  if (!table.verdict.empty()) text += fmt::format("**{}**\n\n", markdown_line(table.verdict));
  text += fmt::format("{}.\n\n", to_text(counts_of(table)));
  if (table.figure)
    text += fmt::format("![{0}](../figures/{1}.svg)\n\n", markdown_line(table.figure->title), table.name);
  for (const auto& part : table.parts)
    text += part_markdown(part, part.column_unit.value_or(table.column_unit));
  return text + fmt::format("All digits: [{0}.csv]({0}.csv), [{0}.json]({0}.json).\n", table.name);
}

std::string table_latex(const ReproducedTable& table) {
  std::string text = report::latex_comment(fmt::format("{}: {}", heading_of(table), table.title));
  for (const auto& part : table.parts)
    if (!part.numbers.empty())
      text += fmt::format(
          "\n{}{}", report::latex_comment(part.title),
          report::to_latex(text_table(grid_of(part, part.column_unit.value_or(table.column_unit)))));
  return text;
}

}  // namespace hybrid::reproduce
