#include "reproduce/tables.h"

#include <algorithm>

#include "core/error.h"
#include "reproduce/numbers.h"

namespace hybrid::reproduce {

const std::vector<TableRow>& paper_tables() {
  static const std::vector<TableRow> tables{
      {"table1", table1},
      {"table2", table2},
      {"table3", table3},
      {"payload", payload},
      {"figure2", figure2},
      {"figure3", figure3},
      {"split_computation", split_computation},
      {"table4", table4},
      {"table5", table5},
      {"table6", table6},
      {"table7", table7},
      {"figure4", figure4},
      {"table8", table8},
      {"router_validation", router_validation},
      {"ablations", ablations},
      {"router_features", router_features},
      {"table9", table9},
      {"table10", table10},
  };
  return tables;
}

ReproducedTable table_of(const paper::PrintedTable& printed) {
  return {.name = printed.name,
          .title = fmt::format("{} ({})", printed.title, printed.place),
          .column_unit = printed.column_unit};
}

ReproducedPart missing_part(const paper::PrintedTable& printed, std::string title, std::string command,
                            const std::string& note) {
  ReproducedPart part{.title = std::move(title), .command = std::move(command)};
  for (const auto& row : printed.rows)
    for (const auto& column : printed.columns)
      if (const auto number = printed.find(row.name, column))
        part.numbers.push_back(needs_data(row.name, column, *number, note));
  return part;
}

ReproducedPart missing_imagenet(const paper::PrintedTable& printed) {
  return missing_part(printed, "on ImageNet", "hybrid train --config configs/mcu_imagenet.yaml",
                      kNeedsImageNet);
}

const arch::ModelCard& card_named(const TableSources& sources, std::string_view name) {
  const auto card = std::ranges::find(sources.cards, name, &arch::ModelCard::name);
  if (card == sources.cards.end())
    throw DataError("configs/models",
                    fmt::format("has no card of '{}', which the paper's tables need", name));
  return *card;
}

}  // namespace hybrid::reproduce
