// Table 9: film reviews. Text models are not supported yet; paper-check shows why the table's numbers cannot
// hold.

#include "reproduce/tables.h"

namespace hybrid::reproduce {

ReproducedTable table9(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table9");
  ReproducedTable table = table_of(printed);
  table.parts.push_back(missing_part(
      printed, "on IMDb", "hybrid evaluate --base albert.npz --cloud bert.npz --coverage 0.97,0.95,0.93",
      "needs the outputs of two text models on IMDb's test reviews as prediction sets; text models cannot "
      "be trained or run here"));
  const double base = printed.at("Base", "100").value, sent = 100 - 97;
  table.verdict = fmt::format(
      "The hybrid's {} % with 97 % kept are impossible if the base has {:.1f} % (printed as 91) and "
      "exactly {:.0f} % are sent: it then reaches {:.1f} % at most (`hybrid reproduce paper-check`).",
      printed.at("Hybrid", "97").text, base, sent, base + sent);
  return table;
}

}  // namespace hybrid::reproduce
