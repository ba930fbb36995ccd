// Table 10: another cloud network. The base is unchanged, only the router is fitted again.

#include "cost/system_cost.h"
#include "reproduce/budgets.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

ReproducedTable table10(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table10");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "on CIFAR-100: MCUNet-5FPS as published on the device, two clouds",
                      .command = "scripts/reproduce pairs"};
  struct Cloud {
    const char* name;
    const char* run;
    const char* paper;
  };
  const cost::SystemCost cost = cost::price(sources.table3, {});
  for (const Cloud& cloud : {Cloud{"MCUNet-320kB", "pair-5fps-320kb", "MASS-600"},
                             Cloud{"TorchScript", "pair-5fps-main", "EfficientNet-B7"}}) {
    const Run* run = sources.runs.find(cloud.run);
    if (run == nullptr) continue;
    part.numbers.push_back(other_data(fmt::format("On-Cloud ({})", cloud.name), "2000", "%",
                                      *accuracy_of(*run, "on_cloud", 0),
                                      printed.find(fmt::format("On-Cloud ({})", cloud.paper), "2000")));
    for (const Budget& budget : kTable3Budgets)
      if (const auto ours = accuracy_of(*run, "router", coverage_at(cost, budget)))
        part.numbers.push_back(
            other_data(fmt::format("Hybrid (Global={})", cloud.name), budget.column, "%", *ours,
                       printed.find(fmt::format("Hybrid (Global={})", cloud.paper), budget.column)));
  }
  if (part.numbers.empty())
    part.notes.emplace_back(kNeedsCifar);
  else
    part.notes.emplace_back("The better cloud stands beside the paper's better cloud.");
  table.parts = {std::move(part), missing_imagenet(printed)};
  const Run *smaller = sources.runs.find("pair-5fps-320kb"), *larger = sources.runs.find("pair-5fps-main");
  if (smaller != nullptr && larger != nullptr) {
    double least = 100, most = -100;
    for (const Budget& budget : kTable3Budgets) {
      const double coverage = coverage_at(cost, budget);
      const double gain =
          accuracy_of(*larger, "router", coverage)->value - accuracy_of(*smaller, "router", coverage)->value;
      least = std::min(least, gain), most = std::max(most, gain);
    }
    table.verdict = fmt::format(
        "A cloud that is {:.1f} points better makes the hybrid {:.1f} to {:.1f} points better at these "
        "budgets, with the same base: the router alone is fitted anew.",
        accuracy_of(*larger, "on_cloud", 0)->value - accuracy_of(*smaller, "on_cloud", 0)->value, least,
        most);
  }
  return table;
}

}  // namespace hybrid::reproduce
