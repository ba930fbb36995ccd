// Split computation with early exits (BranchyNet; the paper's red line in Figures 2 and 3), measured: the
// device runs the first layers of the cloud network, an exit predicts confident inputs, and features of the
// others are sent. Compared with the hybrid with the same cloud network, on the same board and radio.

#include <algorithm>

#include "arch/catalog.h"
#include "arch/count.h"
#include "cost/system_cost.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"
#include "routing/router_net.h"

namespace hybrid::reproduce {

namespace {

constexpr std::array kTargets{0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};
constexpr int kSplits = 4;           ///< after the first four layers
constexpr double kNear = 1.0;        ///< percentage points
constexpr double kImageBytes = 784;  ///< Fashion-MNIST's, 28 x 28

std::string split_name(int after) {
  return fmt::format("split after layer {}", after);
}

/// Returns the quickstart's hybrid with the same costs as the splits.
report::Series hybrid_line(const TableSources& sources, const std::vector<const Run*>& runs,
                           const char* label, const char* method, const char* alone, double router_macs) {
  const double base_macs =
      static_cast<double>(count(*arch::find_arch("separable-tiny", {1, 28, 28}, 10)).macs);
  const cost::Cost cost =
      *cost::price(sources.parts,
                   {.base_macs = base_macs, .router_macs = router_macs, .input_bytes = kImageBytes})
           .total(cost::Resource::latency);
  report::Series series{.label = label};
  if (const auto accuracy = accuracy_of(runs, alone, 1)) add_point(series, cost.per_input, *accuracy);
  for (const double target : kTargets)
    if (const auto accuracy = accuracy_of(runs, method, target)) {
      double coverage = 0;  // achieved on the test images, like the splits' latencies
      for (const Run* run : runs)
        coverage += run->at(method, target)->coverage / static_cast<double>(runs.size());
      add_point(series, cost.at(coverage), *accuracy);
    }
  return series;
}

}  // namespace

ReproducedTable split_computation(const TableSources& sources) {
  ReproducedTable table{.name = "split_computation",
                        .title =
                            "Split computation with early exits, against the hybrid (A.2; the split "
                            "computation of Figures 2 and 3)",
                        .column_unit = "% kept on the device",
                        .parts = {},
                        .figure = {},
                        .verdict = {}};
  report::Figure picture{.title = "Fashion-MNIST on an STM32F746 with NB-IoT",
                         .x_label = "mean latency, ms",
                         .y_label = "accuracy, %"};
  const auto runs = sources.runs.seeds("quickstart");
  const double cloud = accuracy_of(runs, "on_cloud", 0).value_or(Measured{}).value;
  if (!runs.empty()) {
    const auto router_macs = static_cast<double>(
        routing::macs(fold(routing::make_router({}, routing::FeatureLayout{}, SeedTree(1)))));
    picture.series.push_back(hybrid_line(sources, runs, "Hybrid", "router", "on_device", router_macs));
    picture.series.push_back(hybrid_line(sources, runs, "Max-prob, base fine-tuned without the method",
                                         "max_prob_control", "on_device_control", 0));
  }
  ReproducedPart routed{
      .title =
          fmt::format("the hybrid with the same cloud on Fashion-MNIST: accuracy, and mean latency by {}",
                      sources.parts.name),
      .command = "scripts/reproduce quickstart"};
  for (const report::Series& line : picture.series)
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      const std::string column = fmt::format("{:.0f}", i == 0 ? 100.0 : 100 * kTargets[i - 1]);
      routed.numbers.push_back(other_data(
          line.label, column, "%", {.value = line.y[i], .ci = stats::Interval{line.low[i], line.high[i]}}));
      routed.numbers.push_back(
          other_data(line.label + ", latency", column, "ms", {.value = line.x[i], .ci = {}}));
    }
  if (!routed.numbers.empty()) table.parts.push_back(std::move(routed));
  for (const auto& [format, title] :
       {std::pair{"int8", "features in int8"}, std::pair{"fp32", "features in fp32"}}) {
    ReproducedPart accuracy{.title = fmt::format("on Fashion-MNIST, {}: accuracy", title),
                            .command = "scripts/reproduce split"};
    ReproducedPart latency{
        .title = fmt::format("on Fashion-MNIST, {}: mean latency in ms by {}", title, sources.parts.name),
        .command = "scripts/reproduce split"};
    for (int after = 0; after < kSplits; ++after) {
      const Run* run = sources.runs.find(fmt::format("split-{}/after-{}", format, after));
      if (run == nullptr) continue;
      const std::string name = split_name(after);
      report::Series series{.label = name};
      for (const double target : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1}) {
        const char* method = target == 1 ? "on_device" : "max_prob";
        const auto ours = accuracy_of(*run, method, target);
        const auto ms = mean_of(*run, method, target, &runs::CurveRow::latency_ms);
        if (!ours || !ms) continue;
        const std::string column = fmt::format("{:.0f}", 100 * target);
        accuracy.numbers.push_back(other_data(name, column, "%", *ours));
        latency.numbers.push_back(other_data(name, column, "ms", *ms));
        add_point(series, ms->value, *ours);
      }
      if (format == std::string_view("int8")) picture.series.push_back(std::move(series));
    }
    if (accuracy.numbers.empty()) accuracy.notes.emplace_back("`scripts/reproduce split` makes it");
    table.parts.push_back(std::move(accuracy));
    table.parts.push_back(std::move(latency));
  }
  table.parts.front().notes.emplace_back(
      "The exit is a linear layer on the channels' means, trained on the cloud network as it is; max-prob "
      "of the exit decides.");
  const auto reached = [&](const std::string& label) -> std::optional<double> {
    const auto series = std::ranges::find(picture.series, label, &report::Series::label);
    if (series == picture.series.end()) return std::nullopt;
    for (std::size_t i = 0; i < series->x.size(); ++i)
      if (series->y[i] >= cloud - kNear) return series->x[i];
    return std::nullopt;
  };
  std::optional<double> best;
  for (int after = 0; after < kSplits; ++after)
    if (const auto ms = reached(split_name(after)); ms && (!best || *ms < *best)) best = ms;
  if (const auto hybrid = reached("Hybrid"); hybrid && best)
    table.verdict = fmt::format(
        "The hybrid is within {} point of the cloud's accuracy from {:.0f} ms on, the best split from "
        "{:.0f} ms on.",
        kNear, *hybrid, *best);
  if (!picture.series.empty()) table.figure = std::move(picture);
  return table;
}

}  // namespace hybrid::reproduce
