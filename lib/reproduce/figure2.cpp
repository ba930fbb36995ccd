// Figures 2 and 3: accuracy over mean latency and over energy; ours on CIFAR-100 as lines, the paper's on
// ImageNet as hollow markers. Figure 3 also has networks that are searched and partitioned.

#include <algorithm>

#include "cost/partition.h"
#include "eval/ceilings.h"
#include "paper/claims.h"
#include "reproduce/budgets.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

struct Line {
  const char* name;
  const char* method;
  const char* printed;  ///< the corresponding series of the paper
};
constexpr std::array kLines{
    Line{"Hybrid", "router", "Hybrid"}, Line{"Entropy, base as published", "entropy_before", "Entropy"},
    Line{"Max-prob, base fine-tuned without the method", "max_prob_control", nullptr}};
/// Target coverages of the runs: 400 to 1600 ms with the profile of Table 3.
constexpr std::array kTargets{0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3};

/// Returns the bound of A.2 from keeping to sending everything.
report::Series bound(const char* label, double base, double cloud, const cost::Cost& cost) {
  report::Series series{.label = label, .style = report::SeriesStyle::reference};
  for (int percent = 0; percent <= 100; percent += 2) {
    const double coverage = 1 - percent / 100.0;
    series.x.push_back(cost.at(coverage));
    series.y.push_back(100 * eval::paper_upper_bound(base / 100, cloud / 100, coverage));
  }
  return series;
}

/// Returns the figure for one resource: our lines and the series for comparison.
ReproducedTable figure(const TableSources& sources, ReproducedTable table, cost::Resource resource,
                       const char* x_label) {
  const paper::PrintedTable& printed = sources.paper.table("figure2");
  const cost::SystemCost system = cost::price(sources.table3, {});
  const cost::Cost cost = *system.total(resource), latency = *system.total(cost::Resource::latency);
  table.column_unit = std::string(cost::unit_of(resource));
  ReproducedPart part{.title = "on CIFAR-100, MCUNet-5FPS on the device",
                      .command = "scripts/reproduce cifar100 pairs"};
  report::Figure picture{.title = table.title, .x_label = x_label, .y_label = "accuracy, %"};
  const auto place = [&](double coverage) { return fmt::format("{:.4g}", cost.at(coverage)); };

  const auto runs = sources.runs.seeds("cifar100-mcu");
  for (const Line& line : kLines) {
    report::Series series{.label = line.name, .group = line.printed ? line.printed : ""};
    for (const double target : kTargets) {
      const auto ours = accuracy_of(runs, line.method, target);
      if (!ours) continue;
      add_point(series, cost.at(target), *ours);
      const auto beside =
          line.printed ? printed.find(line.printed, fmt::format("{:.0f}", latency.at(target))) : std::nullopt;
      part.numbers.push_back(other_data(line.name, place(target), "%", *ours, beside));
    }
    if (!series.x.empty()) picture.series.push_back(std::move(series));
  }
  if (!runs.empty()) {
    const double base = accuracy_of(runs, "on_device_before", 1)->value,
                 cloud = accuracy_of(runs, "on_cloud", 0)->value;
    picture.series.push_back({.label = "On-Device and On-Cloud",
                              .x = {cost.per_input, cost.cloud_only()},
                              .y = {base, cloud},
                              .style = report::SeriesStyle::points});
    picture.series.push_back(bound("the paper's bound (A.2), CIFAR-100", base, cloud, cost));
  } else {
    part.notes.emplace_back(kNeedsCifar);
  }
  picture.series.push_back(bound("the paper's bound (A.2), ImageNet", printed.at("On-Device", "197").value,
                                 printed.at("On-Cloud", "2000").value, cost));
  for (const paper::PrintedRow& row : printed.rows) {
    if (row.name == "Upper-Bound") continue;
    report::Series series{.label = fmt::format("{}, the paper on ImageNet", row.name),
                          .style = report::SeriesStyle::hollow,
                          .group = row.name};
    for (std::size_t c = 0; c < printed.columns.size(); ++c)
      if (row.numbers[c]) {
        // Printed over latency; the energy follows from the coverage, because the same inputs are sent.
        const auto coverage = latency.coverage_for(paper::head(printed.columns[c]).value);
        if (row.name != "On-Device" && !coverage) continue;
        series.x.push_back(row.name == "On-Device"
                               ? paper::head(printed.columns[c]).value * cost.per_input / latency.per_input
                               : cost.at(*coverage));
        series.y.push_back(row.numbers[c]->value);
      }
    picture.series.push_back(std::move(series));
  }
  table.parts.push_back(std::move(part));
  table.figure = std::move(picture);
  return table;
}

/// Points with a higher cost are not drawn: EfficientNet-B7's image takes 8 J.
constexpr double kDrawnMj = 500;

/// Returns the partitions of published networks at all split points, on the board with its radio, that are
/// Pareto-optimal in energy.
std::vector<cost::Partition> best_partitions(const TableSources& sources) {
  std::vector<cost::Partition> cuts, best;
  for (const arch::ModelCard& card : sources.cards)
    if (card.top1_percent)
      std::ranges::move(cost::partitions(card, sources.parts, sources.device, arch::FeatureFormat::int8),
                        std::back_inserter(cuts));
  for (const std::size_t i : cost::energy_front(cuts)) best.push_back(cuts[i]);
  return best;
}

bool is_cut(const cost::Partition& partition) {
  return partition.sends && partition.point.layers > 0;
}

/// Returns the paper's pink line.
std::pair<ReproducedPart, report::Series> searched_and_partitioned(const std::vector<cost::Partition>& best,
                                                                   const TableSources& sources) {
  ReproducedPart part{.title = "NAS + partition: published networks cut at every layer, ImageNet",
                      .command = fmt::format("hybrid partition --profile {}", sources.parts.name)};
  part.column_unit = "";
  report::Series series{.label = "NAS + partition, published accuracies on ImageNet", .group = "partition"};
  for (const cost::Partition& cut : best) {
    const std::string where = is_cut(cut) ? "split after layer " + cut.point.after
                              : cut.sends ? "all in the cloud"
                                          : "all on the device";
    const std::string row = fmt::format("{}, {}", cut.model, where);
    part.numbers.push_back(other_data(row, "energy", "mJ", {.value = cut.energy_mj, .ci = {}}));
    part.numbers.push_back(other_data(row, "latency", "ms", {.value = cut.latency_ms, .ci = {}}));
    part.numbers.push_back(other_data(row, "accuracy", "%", {.value = cut.top1_percent, .ci = {}}));
    if (cut.energy_mj > kDrawnMj) continue;
    series.x.push_back(cut.energy_mj);
    series.y.push_back(cut.top1_percent);
  }
  part.notes.push_back(
      fmt::format("Accuracies are the cards' (configs/models), at the cards' resolutions; features cost "
                  "none of it. What takes more than {} mJ is not drawn.",
                  kDrawnMj));
  return {std::move(part), std::move(series)};
}

}  // namespace

ReproducedTable figure2(const TableSources& sources) {
  ReproducedTable table =
      figure(sources, table_of(sources.paper.table("figure2")), cost::Resource::latency, "mean latency, ms");
  const auto runs = sources.runs.seeds("cifar100-mcu");
  // The smallest and the largest lead over all target coverages.
  const auto lead = [&](const char* against) {
    double least = 100, most = -100;
    for (const double target : kTargets) {
      const auto ours = accuracy_of(runs, "router", target), theirs = accuracy_of(runs, against, target);
      if (!ours || !theirs) continue;
      least = std::min(least, ours->value - theirs->value);
      most = std::max(most, ours->value - theirs->value);
    }
    return fmt::format("{:+.1f} to {:+.1f}", least, most);
  };
  if (!runs.empty())
    table.verdict = fmt::format(
        "The hybrid's line lies {} points from entropy thresholding on the published base, and {} from "
        "max-prob on a base that was fine-tuned as long without the method.",
        lead("entropy_before"), lead("max_prob_control"));
  return table;
}

ReproducedTable figure3(const TableSources& sources) {
  ReproducedTable table{.name = "figure3",
                        .title = "Accuracy over energy, with NAS + partition (A.6, Figure 3)",
                        .column_unit = {},
                        .parts = {},
                        .figure = {},
                        .verdict = {}};
  table = figure(sources, std::move(table), cost::Resource::energy, "energy of the device per input, mJ");
  table.parts.front().notes.emplace_back(
      "The paper's accuracies stand at the energy of A.2's formula for the same inputs sent; the energy "
      "axis of its own picture is the latency divided by ten.");
  const auto best = best_partitions(sources);
  auto [part, series] = searched_and_partitioned(best, sources);
  table.parts.push_back(std::move(part));
  table.figure->series.push_back(std::move(series));
  table.verdict = fmt::format(
      "Of the {} best choices {} cut a network in two; the others run it whole, on the device or in the "
      "cloud.",
      best.size(), std::ranges::count_if(best, [](const cost::Partition& cut) { return is_cut(cut); }));
  return table;
}

}  // namespace hybrid::reproduce
