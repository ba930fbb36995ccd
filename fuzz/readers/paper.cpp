#include "paper/accuracy_table.h"

#include "input.h"
#include "paper/printed.h"
#include "readers.h"

namespace hybrid::fuzz {

/// The input of `hybrid check-table`.
void read_accuracy_table(std::string_view bytes) {
  const auto path = file("table.yaml", bytes);
  read_or_refuse([&] { paper::check_table(paper::read_accuracy_table(path)); });
}

/// A file of results/paper/.
void read_printed(std::string_view bytes) {
  const auto path = file("printed.yaml", bytes);
  read_or_refuse([&] {
    const paper::PrintedTable table = paper::read_printed(path);
    for (const auto& row : table.rows)
      for (const auto& column : table.columns) table.find(row.name, column);
  });
}

}  // namespace hybrid::fuzz
