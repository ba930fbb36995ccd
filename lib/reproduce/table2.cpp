// Table 2: the properties of each scheme. The paper's ticks are replaced by rules on what is implemented and
// measured.

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/text.h"
#include "reproduce/budgets.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

/// Accuracies within this difference of the cloud's count as high, in percentage points.
constexpr double kHigh = 1.0;
/// A latency of at most this share of the cloud's counts as low.
constexpr double kLow = 0.5;

}  // namespace

ReproducedTable table2(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table2");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "by rules, on CIFAR-100 priced as Table 3 (1: yes, 0: no)",
                      .command = "scripts/reproduce cifar100"};
  const auto tick = [&](const char* row, const char* column, bool ours, std::string note) {
    const auto number = printed.find(row, column);
    part.numbers.push_back(
        number ? same_experiment(row, column, *number, ours ? 1 : 0, std::move(note))
               : other_data(row, column, "", {.value = ours ? 1.0 : 0.0, .ci = {}}, {}, std::move(note)));
  };
  const bool base_fits = arch::fit(count(*arch::find_arch("mcunet-5fps")), sources.device).fits();
  const bool cloud_fits = arch::fit(count(*arch::find_arch("mass-600")), sources.device).fits();
  const char* deployed = "whether what runs on the device fits an STM32F746 (`hybrid model fit`)";
  tick("On-Device", "Deploy. on Edge", base_fits, deployed);
  tick("On-Cloud", "Deploy. on Edge", cloud_fits, deployed);
  tick("Dynamic", "Deploy. on Edge", base_fits, deployed);
  tick("Hybrid", "Deploy. on Edge", base_fits, deployed);
  const auto runs = sources.runs.seeds("cifar100-mcu");
  if (!runs.empty()) {
    const cost::SystemCost cost = cost::price(sources.table3, {});
    const double cloud = accuracy_of(runs, "on_cloud", 0)->value;
    const cost::Cost latency = *cost.total(cost::Resource::latency);
    const auto judge = [&](const char* row, const char* method, double ms, double accuracy) {
      tick(row, "Low Latency", ms <= kLow * latency.cloud_only(), fmt::format("{}: {:.0f} ms", method, ms));
      tick(row, "High Accuracy", accuracy >= cloud - kHigh,
           fmt::format("{:.1f} %, the cloud {:.1f} %", accuracy, cloud));
    };
    judge("On-Device", "the base alone", latency.per_input, accuracy_of(runs, "on_device_before", 1)->value);
    judge("On-Cloud", "the cloud alone", latency.cloud_only(), cloud);
    // Routed schemes are judged at the budget of Table 3 that is half of the cloud's latency.
    const double half = coverage_at(cost, kTable3Budgets[1]);
    judge("Dynamic", "entropy thresholding", latency.at(half),
          accuracy_of(runs, "entropy_before", half)->value);
    judge("Hybrid", "the router", latency.at(half), accuracy_of(runs, "router", half)->value);
  } else {
    part.notes.emplace_back(kNeedsCifar);
  }
  part.notes.push_back(
      fmt::format("Low latency: at most {:.0f} % of the cloud's; high accuracy, measured there: within {} "
                  "point of the cloud's. The paper's ticks on training and search are not rules of a "
                  "measurement: training.update trains all that runs, and any networks of the catalog "
                  "combine; split computation is in a table of its own.",
                  100 * kLow, kHigh));
  table.parts.push_back(std::move(part));
  std::vector<std::string> differing;
  for (const auto& number : table.parts.front().numbers)
    if (number.standing == Standing::outside)
      differing.push_back(fmt::format("{} and {}", number.row, number.column));
  table.verdict = differing.empty() ? "By these rules every tick is the paper's."
                                    : fmt::format("By these rules the ticks differ from the paper's at: {}.",
                                                  join(differing, "; "));
  return table;
}

}  // namespace hybrid::reproduce
