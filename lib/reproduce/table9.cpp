// Table 9: reviews of films. Text models are not part of this suite yet; why its numbers cannot hold is in paper-check.

#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid {

ReproducedTable table9(const TableSources& sources) {
  const PrintedTable& printed = sources.paper.table("table9");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{
      .title = "on IMDb",
      .command = "hybrid evaluate --base albert.npz --cloud bert.npz --coverage 0.97,0.95,0.93"};
  for (const auto& row : printed.rows)
    for (const auto& column : printed.columns)
      if (const auto number = printed.find(row.name, column))
        part.numbers.push_back(needs_data(row.name, column, *number,
                                          "needs the outputs of two text models on IMDb's test reviews as "
                                          "prediction sets; text models cannot be trained or run here"));
  table.parts.push_back(std::move(part));
  table.verdict =
      "Some of the printed accuracies are impossible: a base with 91.0 % that sends 3 % of its inputs "
      "reaches 94.0 % at most (`hybrid reproduce paper-check`).";
  return table;
}

}  // namespace hybrid
