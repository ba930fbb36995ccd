#include "reproduce/table_files.h"

#include <array>

#include "core/csv_line.h"
#include "core/files.h"
#include "core/text.h"
#include "reproduce/table_json.h"
#include "reproduce/table_markdown.h"

namespace hybrid {

std::string table_csv(const ReproducedTable& table) {
  std::string text =
      "table,part,row,column,unit,printed,tolerance,read_off,place,ours,ci_low,ci_high,standing,note,command\n";
  for (const auto& part : table.parts)
    for (const auto& n : part.numbers) {
      const PrintedNumber printed = n.printed.value_or(PrintedNumber{});
      const auto if_printed = [&](const std::string& value) { return n.printed ? value : ""; };
      const std::array fields{table.name,
                              part.title,
                              n.row,
                              n.column,
                              n.unit,
                              printed.text,
                              if_printed(shortest(printed.tolerance)),
                              if_printed(printed.read_off ? "true" : "false"),
                              printed.place,
                              n.ours ? shortest(*n.ours) : "",
                              n.ci ? shortest(n.ci->low) : "",
                              n.ci ? shortest(n.ci->high) : "",
                              std::string(name_of(n.standing)),
                              n.note,
                              part.command};
      text += csv_line(fields);
    }
  return text;
}

void write_table_files(const ReproducedTable& table, const std::filesystem::path& results, Logger& log) {
  const auto stem = results / "tables" / table.name;
  write_file_atomically(stem.string() + ".md", table_markdown(table));
  write_file_atomically(stem.string() + ".csv", table_csv(table));
  write_file_atomically(stem.string() + ".json", table_json(table));
  if (!table.figure) return;
  write_file_atomically(results / "figures" / (table.name + ".csv"), figure_csv(*table.figure));
  draw(*table.figure, results / "figures", table.name, log, Pictures::svg_and_png);
}

}  // namespace hybrid
