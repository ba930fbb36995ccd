#include "paper/claims.h"

#include "core/error.h"
#include "core/text.h"

namespace hybrid::paper {

Quantity head(std::string_view column) {
  const auto value = parse_double(column);
  if (!value) throw DataError("results/paper", fmt::format("the column '{}' is no number", column));
  return {*value, std::string(column)};
}

Quantity coverage_at(const PaperNumbers& paper, std::string_view latency) {
  const double base = paper.text("base latency").value;
  const double sending = paper.text("communication latency").value;
  const double coverage = 100 * (1 - (head(latency).value - base) / sending);
  return {coverage, to_text(coverage)};
}

std::vector<std::string> shared_columns(const PrintedTable& table, std::string_view row,
                                        std::string_view other) {
  std::vector<std::string> columns;
  for (const auto& column : table.columns)
    if (table.find(row, column) && table.find(other, column)) columns.push_back(column);
  return columns;
}

std::vector<Quantity> differences(const PrintedTable& table, std::string_view row, std::string_view other) {
  std::vector<Quantity> all;
  for (const auto& column : shared_columns(table, row, other))
    all.push_back(Quantity(table.at(row, column)) - table.at(other, column));
  return all;
}

}  // namespace hybrid::paper
