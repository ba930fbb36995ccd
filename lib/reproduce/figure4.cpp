// Figure 4: base and cloud network on the same device, so that offloading costs only the larger network's
// MACs. The networks differ from the paper's, so the axis shows the share of the larger network's MACs.

#include <algorithm>

#include "arch/catalog.h"
#include "arch/count.h"
#include "paper/claims.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

constexpr std::array kTargets{0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3};
/// The largest network of either family, M MACs.
constexpr double kPaperGlobal = 215;

double million_macs(const char* network) {
  return static_cast<double>(count(*arch::find_arch(network)).macs) / 1e6;
}

}  // namespace

ReproducedTable figure4(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("figure4");
  ReproducedTable table = table_of(printed);
  table.column_unit = "% of the global network's MACs";
  ReproducedPart part{.title = "on CIFAR-100: MCUNet-5FPS and MCUNet-320kB on the same device",
                      .command = "scripts/reproduce pairs"};
  report::Figure picture{.title = table.title,
                         .x_label = "mean MACs per input, % of the global network's",
                         .y_label = "accuracy, %"};
  const Run* run = sources.runs.find("pair-5fps-320kb");
  if (run != nullptr) {
    const double global = run->at("on_cloud", 0)->macs.value();
    struct Line {
      const char* name;
      const char* method;
      const char* group;
    };
    for (const Line& line : {Line{"Hybrid-r", "router", "Hybrid"}, Line{"Entropy", "entropy", "Entropy"},
                             Line{"Max-prob", "max_prob", ""}}) {
      report::Series series{.label = line.name, .group = line.group};
      for (const double target : kTargets) {
        const auto ours = accuracy_of(*run, line.method, target);
        const auto macs = mean_of(*run, line.method, target, &runs::CurveRow::macs);
        if (!ours || !macs) continue;
        add_point(series, 100 * macs->value / global, *ours);
        part.numbers.push_back(other_data(
            line.name,
            fmt::format("{:.0f}", 100 * (run->at("on_device", 1)->macs.value() / global + 1 - target)), "%",
            *ours, {}, ""));
      }
      picture.series.push_back(std::move(series));
    }
    report::Series alone{.label = "MCUNet alone", .group = "alone"};
    for (const auto& [network, pair] :
         {std::pair{"mcunet-5fps", "pair-5fps-main"}, std::pair{"mcunet-256kb", "pair-256kb-main"},
          std::pair{"mcunet-320kb", "pair-320kb-main"}})
      if (const Run* single = sources.runs.find(pair)) {
        const auto ours = accuracy_of(*single, "on_device", 1);
        add_point(alone, 100 * million_macs(network) / million_macs("mcunet-320kb"), *ours);
        part.numbers.push_back(other_data("MCUNet alone", fmt::format("{:.0f}", alone.x.back()), "%", *ours));
      }
    picture.series.push_back(std::move(alone));
  } else {
    part.notes.emplace_back(kNeedsCifar);
  }
  for (const paper::PrintedRow& row : printed.rows) {
    report::Series series{.label = fmt::format("{}, the paper on ImageNet", row.name),
                          .style = report::SeriesStyle::hollow,
                          .group = row.name == "MBV3 alone" ? "alone" : row.name};
    for (std::size_t c = 0; c < printed.columns.size(); ++c)
      if (row.numbers[c]) {
        series.x.push_back(100 * paper::head(printed.columns[c]).value / kPaperGlobal);
        series.y.push_back(row.numbers[c]->value);
      }
    picture.series.push_back(std::move(series));
  }
  ReproducedPart imagenet = missing_imagenet(printed);
  imagenet.column_unit = printed.column_unit;
  table.parts = {std::move(part), std::move(imagenet)};
  if (run != nullptr) {
    const double global = accuracy_of(*run, "on_cloud", 0)->value;
    // The first point of a line whose accuracy reaches the global network's.
    const auto reached = [&](const char* label) -> std::string {
      const auto line = std::ranges::find(picture.series, label, &report::Series::label);
      for (std::size_t i = 0; i < line->x.size(); ++i)
        if (line->y[i] >= global) return fmt::format("at {:.1f} % of its MACs", line->x[i]);
      return "nowhere";
    };
    table.verdict =
        fmt::format("On CIFAR-100 hybrid-r has the global network's accuracy {}, entropy {}, max-prob {}.",
                    reached("Hybrid-r"), reached("Entropy"), reached("Max-prob"));
  }
  table.figure = std::move(picture);
  return table;
}

}  // namespace hybrid::reproduce
