#include "reproduce/table_files.h"

#include "core/csv.h"
#include "core/files.h"
#include "reproduce/table_json.h"
#include "reproduce/table_markdown.h"

namespace hybrid::reproduce {

std::string table_csv(const ReproducedTable& table) {
  CsvWriter csv;
  csv.row("table", "part", "row", "column", "unit", "printed", "tolerance", "read_off", "place", "ours",
          "ci_low", "ci_high", "standing", "note", "command");
  for (const auto& part : table.parts)
    for (const auto& n : part.numbers) {
      const paper::PrintedNumber printed = n.printed.value_or(paper::PrintedNumber{});
      const auto if_printed = [&](auto value) { return n.printed ? std::optional(value) : std::nullopt; };
      const auto bound = [&](double stats::Interval::*which) {
        return n.ci ? std::optional((*n.ci).*which) : std::nullopt;
      };
      csv.row(table.name, part.title, n.row, n.column, n.unit, printed.text, if_printed(printed.tolerance),
              if_printed(printed.read_off ? "true" : "false"), printed.place, n.ours,
              bound(&stats::Interval::low), bound(&stats::Interval::high), name_of(n.standing), n.note,
              part.command);
    }
  return csv.text();
}

void write_table_files(const ReproducedTable& table, const std::filesystem::path& results,
                       const MoreFormats& formats, Logger& log) {
  const auto stem = results / "tables" / table.name;
  write_file_atomically(stem.string() + ".md", table_markdown(table));
  write_file_atomically(stem.string() + ".csv", table_csv(table));
  write_file_atomically(stem.string() + ".json", table_json(table));
  if (formats.latex) write_file_atomically(stem.string() + ".tex", table_latex(table));
  if (!table.figure) return;
  write_file_atomically(results / "figures" / (table.name + ".csv"), report::figure_csv(*table.figure));
  report::draw(*table.figure, results / "figures", table.name, log, formats.pictures);
}

}  // namespace hybrid::reproduce
