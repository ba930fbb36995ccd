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
  const double base = printed.at("Base", "100").value, sent = 100 - 97;
  table.verdict = fmt::format(
      "The hybrid's {} % with 97 % kept are impossible: a base with {:.1f} % that sends {:.0f} % reaches "
      "{:.1f} % at most (`hybrid reproduce paper-check`).",
      printed.at("Hybrid", "97").text, base, sent, base + sent);
  return table;
}

}  // namespace hybrid
