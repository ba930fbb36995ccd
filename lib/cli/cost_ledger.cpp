#include "cli/cost_ledger.h"

#include <fmt/format.h>

#include "report/text_table.h"

namespace hybrid::cli {

std::string ledger(const cost::SystemCost& cost) {
  report::TextTable table{.header = {"item", "resource", "per-input", "per-offload"}};
  for (const auto& item : cost.items)
    table.rows.push_back({item.name,
                          fmt::format("{}, {}", name_of(item.resource), cost::unit_of(item.resource)),
                          fmt::format("{:.6g}", item.per_input), fmt::format("{:.6g}", item.per_offload)});
  std::string text = to_text(table) + "\nSources:\n";
  for (const auto& item : cost.items)
    text += fmt::format("  {} {}: {}\n", item.name, name_of(item.resource), item.source);
  for (const auto& line : cost.unknown) text += fmt::format("  not counted: {}\n", line);
  return text;
}

}  // namespace hybrid::cli
