#include "report/latex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/printable.h"
#include "report/plain_text.h"

namespace hybrid::report {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kCommands{
    {{"&", "\\&"},
     {"%", "\\%"},
     {"$", "\\$"},
     {"#", "\\#"},
     {"_", "\\_"},
     {"{", "\\{"},
     {"}", "\\}"},
     {"~", "\\textasciitilde{}"},
     {"^", "\\textasciicircum{}"},
     {"\\", "\\textbackslash{}"},
     {"<", "\\textless{}"},
     {">", "\\textgreater{}"},
     {"|", "\\textbar{}"},
     {"\n", " "},
     {"–", "--"},
     {"±", "$\\pm$"},
     {"✓", "$\\surd$"},
     {"✗", "$\\times$"},
     {"∞", "$\\infty$"}}};

bool is_alphanumeric(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Whether the character is the sign of a number, which LaTeX sets in mathematics.
bool is_sign(std::string_view text, std::size_t at) {
  return (text[at] == '-' || text[at] == '+') && at + 1 < text.size() &&
         std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
         (at == 0 || (!is_alphanumeric(text[at - 1]) && text[at - 1] != '.'));
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// Escapes the column's cells and pads them to one width, for readers of the source. Asterisks take no width,
/// so that the digits stay aligned.
void format_column(std::vector<std::vector<std::string>>& lines, std::size_t column) {
  std::size_t width = 0;
  for (auto& line : lines) {
    std::string cell = trimmed(latex_escaped(line[column]));
    if (column > 0 && cell.ends_with('*')) cell.replace(cell.size() - 1, 1, "\\rlap{*}");
    width = std::max(width, characters_in(cell));
    line[column] = std::move(cell);
  }
  for (auto& line : lines) {
    const std::string blanks(width - characters_in(line[column]), ' ');
    line[column] = column == 0 ? line[column] + blanks : blanks + line[column];
  }
}

}  // namespace

std::string latex_escaped(std::string_view text) {
  const std::string shown = printable(text);
  std::string result;
  for (std::size_t i = 0; i < shown.size();) {
    if (is_sign(shown, i)) {
      result += fmt::format("${}$", shown[i++]);
      continue;
    }
    const auto command = std::ranges::find_if(
        kCommands, [&](const auto& row) { return std::string_view(shown).substr(i).starts_with(row.first); });
    if (command == kCommands.end()) {
      result += shown[i++];
    } else {
      result += command->second;
      i += command->first.size();
    }
  }
  return result;
}

std::string latex_comment(std::string_view text) {
  std::string line = printable(text);
  std::ranges::replace(line, '\n', ' ');
  return "% " + line + "\n";
}

std::string to_latex(const TextTable& table, std::size_t foot_rows) {
  std::vector<std::vector<std::string>> lines{table.header};
  for (const auto& row : table.rows) {
    HYBRID_CHECK(row.size() == table.header.size(), "{} cells in a table of {}", row.size(),
                 table.header.size());
    lines.push_back(row);
  }
  HYBRID_CHECK(!table.header.empty() && foot_rows <= table.rows.size(), "{} rows below the rule", foot_rows);
  for (std::size_t column = 0; column < table.header.size(); ++column) format_column(lines, column);
  std::string text = fmt::format("% needs \\usepackage{{booktabs}}\n\\begin{{tabular}}{{l{}}}\n\\toprule\n",
                                 std::string(table.header.size() - 1, 'r'));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 1 || (foot_rows > 0 && i == lines.size() - foot_rows && i != 1)) text += "\\midrule\n";
    text += fmt::format("{} \\\\\n", fmt::join(lines[i], " & "));
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace hybrid::report
