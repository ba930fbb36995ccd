// Tables 5 and 6: accuracy, parameters and MACs of published models, a column per model; ours are counted
// from the architecture named in the model's card in configs/models.

#include "arch/count.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

ReproducedTable model_table(const TableSources& sources, const std::string& name) {
  const paper::PrintedTable& printed = sources.paper.table(name);
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "counted from our descriptions", .command = "hybrid reproduce " + name};
  std::size_t off = 0;
  for (const auto& row : {"Top1 Accuracy", "#Params", "#MACs"})
    for (const auto& model : printed.columns) {
      const auto number = printed.find(row, model);
      if (!number) continue;
      if (number->unit == "%") {
        part.numbers.push_back(needs_data(row, model, *number, kNeedsImageNet));
        continue;
      }
      const arch::ModelCard& card = card_named(sources, model);
      const arch::ArchCount counted = count(arch::arch_of(card));
      const auto ours = row == std::string_view("#MACs") ? counted.macs : counted.parameters;
      part.numbers.push_back(same_experiment(row, model, *number, static_cast<double>(ours) / 1e6));
      if (part.numbers.back().standing == Standing::outside) {
        part.numbers.back().note = card.explained;
        ++off;
      }
    }
  table.parts.push_back(std::move(part));
  table.verdict = off == 0 ? "Every printed count equals ours, to its last place."
                           : fmt::format(
                                 "{} printed counts differ from ours in more than their last place; the "
                                 "notes say why where it is known.",
                                 off);
  return table;
}

}  // namespace

ReproducedTable table5(const TableSources& sources) {
  return model_table(sources, "table5");
}
ReproducedTable table6(const TableSources& sources) {
  return model_table(sources, "table6");
}

}  // namespace hybrid::reproduce
