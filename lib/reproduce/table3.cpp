// Table 3: accuracy over mean latency on the microcontroller: the paper's own numbers with our cost model,
// the same experiment on CIFAR-100, and on ImageNet if it is available.

#include "cost/system_cost.h"
#include "eval/ceilings.h"
#include "reproduce/budgets.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

/// Returns the numbers that follow from the printed accuracies and the profile alone: energies and the bound
/// of A.2.
ReproducedPart by_arithmetic(const TableSources& sources, const paper::PrintedTable& printed) {
  ReproducedPart part{.title = "the paper's accuracies through our cost model",
                      .command = "hybrid reproduce table3"};
  const cost::SystemCost cost = cost::price(sources.table3, {});
  const cost::Cost energy = *cost.total(cost::Resource::energy);
  const double base = printed.at("On-Device", "200").value / 100,
               cloud = printed.at("On-Cloud", "2000").value / 100;
  part.numbers.push_back(same_experiment("Energy", "200", printed.at("Energy", "200"), energy.per_input));
  for (const Budget& budget : kTable3Budgets) {
    const double coverage = coverage_at(cost, budget);
    part.numbers.push_back(
        {.row = "kept on the device", .column = budget.column, .unit = "%", .ours = 100 * coverage});
    part.numbers.push_back(
        same_experiment("Energy", budget.column, printed.at("Energy", budget.column), energy.at(coverage)));
    part.numbers.push_back(same_experiment("Upper-Bound", budget.column,
                                           printed.at("Upper-Bound", budget.column),
                                           100 * eval::paper_upper_bound(base, cloud, coverage)));
  }
  part.numbers.push_back(same_experiment("Energy", "2000", printed.at("Energy", "2000"), energy.cloud_only(),
                                         "without the device's own share, as the paper counts it"));
  return part;
}

/// Returns the numbers that require ImageNet.
ReproducedPart on_imagenet(const TableSources& sources, const paper::PrintedTable& printed) {
  ReproducedPart part{.title = "on ImageNet", .command = "hybrid train --config configs/mcu_imagenet.yaml"};
  for (const char* row : {"On-Cloud", "On-Device", "Entropy", "Hybrid"})
    for (const auto& column : printed.columns)
      if (const auto number = printed.find(row, column))
        part.numbers.push_back(needs_data(row, column, *number, kNeedsImageNet));
  if (const Run* smoke = sources.runs.find("imagenet-smoke")) {
    for (const Budget& budget : kTable3Budgets)
      if (const auto ours =
              accuracy_of(*smoke, "router", coverage_at(cost::price(sources.table3, {}), budget)))
        part.numbers.push_back(other_data("Hybrid, smoke run", budget.column, "%", *ours, {},
                                          "the whole path on 200 ImageNet images, MCUNet-320kB at 96 and "
                                          "at 176 pixels; the number means nothing"));
  }
  return part;
}

ReproducedPart on_cifar100(const TableSources& sources, const paper::PrintedTable& printed) {
  ReproducedPart part{.title =
                          "the same experiment on CIFAR-100, MCUNet-5FPS on the device and a TorchScript "
                          "network in the cloud",
                      .command = "scripts/reproduce cifar100 pairs"};
  const auto runs = sources.runs.seeds("cifar100-mcu");
  if (runs.empty()) {
    part.notes.push_back(kNeedsCifar);
    return part;
  }
  const cost::SystemCost cost = cost::price(sources.table3, {});
  const auto add = [&](const char* row, const std::string& column, const std::optional<Measured>& ours,
                       const std::optional<paper::PrintedNumber>& beside, const char* note = "") {
    if (ours) part.numbers.push_back(other_data(row, column, "%", *ours, beside, note));
  };
  add("On-Cloud", "2000", accuracy_of(runs, "on_cloud", 0), printed.find("On-Cloud", "2000"));
  add("On-Device", "200", accuracy_of(runs, "on_device_before", 1), printed.find("On-Device", "200"));
  for (const auto& [column, pair, note] : {std::tuple{"1000", "pair-256kb-main", "MCUNet-256kB"},
                                           std::tuple{"1400", "pair-320kb-main", "MCUNet-320kB"}})
    if (const Run* run = sources.runs.find(pair))
      add("On-Device", column, accuracy_of(*run, "on_device", 1), printed.find("On-Device", column), note);
  struct Row {
    const char* name;
    const char* method;
    const char* printed;  ///< the corresponding row of the paper
  };
  for (const Row& row : {Row{"Entropy, base as published", "entropy_before", "Entropy"},
                         Row{"Max-prob, base as published", "max_prob_before", nullptr},
                         Row{"Max-prob, base fine-tuned without the method", "max_prob_control", nullptr},
                         Row{"Hybrid", "router", "Hybrid"},
                         Row{"Hybrid, max-prob in place of the router", "max_prob", nullptr},
                         Row{"Hybrid, our default router", "auto", nullptr},
                         Row{"Hybrid, both answers fused", "max_prob_fused", nullptr}})
    for (const Budget& budget : kTable3Budgets)
      add(row.name, budget.column, accuracy_of(runs, row.method, coverage_at(cost, budget)),
          row.printed != nullptr ? printed.find(row.printed, budget.column) : std::nullopt);
  const double base = runs.front()->at("on_device_before", 1)->accuracy,
               cloud = runs.front()->at("on_cloud", 0)->accuracy;
  for (const Budget& budget : kTable3Budgets)
    part.numbers.push_back(
        other_data("Upper-Bound", budget.column, "%",
                   {.value = 100 * eval::paper_upper_bound(base, cloud, coverage_at(cost, budget)), .ci = {}},
                   printed.find("Upper-Bound", budget.column)));
  part.notes.emplace_back(
      "Upper-Bound is A.2's curve for the base as published; a hybrid whose base was fine-tuned, or whose "
      "router knows which errors the cloud repeats, may lie above it.");
  part.notes.push_back(
      fmt::format("Means over {} seeds on 10,000 test images, half of which tune the thresholds of the "
                  "other half; intervals 95 %. An image is priced as the paper's (28 kB, 2 s), whatever "
                  "CIFAR's would take.",
                  runs.size()));
  return part;
}

}  // namespace

ReproducedTable table3(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table3");
  ReproducedTable table = table_of(printed);
  table.parts = {by_arithmetic(sources, printed), on_cifar100(sources, printed),
                 on_imagenet(sources, printed)};
  const auto runs = sources.runs.seeds("cifar100-mcu");
  table.verdict = "Energies and bound follow from the profile.";
  if (!runs.empty()) {
    const double c = coverage_at(cost::price(sources.table3, {}), kTable3Budgets.front());
    const auto gain = [&](const char* method, const char* against) {
      return accuracy_of(runs, method, c)->value - accuracy_of(runs, against, c)->value;
    };
    table.verdict += fmt::format(
        " On CIFAR-100 at 600 ms the hybrid is {:+.1f} points over entropy on the published base (the "
        "paper's {:+.1f} on ImageNet), and {:+.1f} over max-prob on a base that was fine-tuned as long "
        "without the method.",
        gain("router", "entropy_before"),
        printed.at("Hybrid", "600").value - printed.at("Entropy", "600").value,
        gain("router", "max_prob_control"));
  }
  return table;
}

}  // namespace hybrid::reproduce
