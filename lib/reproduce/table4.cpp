// Tables 4 and 8: accuracy of hybrids and of abstaining bases at fixed coverage, with three bases and one
// cloud model.

#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace {

/// A base of the paper and its counterpart on CIFAR-100.
struct Base {
  const char* paper;
  const char* ours;
  const char* run;
};
constexpr std::array kBases{Base{"MBV3-48", "MCUNet-5FPS", "pair-5fps-main"},
                            Base{"MBV3-143", "MCUNet-256kB", "pair-256kb-main"},
                            Base{"MBV3-215", "MCUNet-320kB", "pair-320kb-main"}};
constexpr std::array kCoverages{std::pair{"90", 0.9}, std::pair{"80", 0.8}, std::pair{"70", 0.7}};

}  // namespace

ReproducedTable table4(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table4");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "on CIFAR-100: three MCUNets as published, a TorchScript network in the cloud",
                      .command = "scripts/reproduce pairs cifar100"};
  struct Row {
    const char* name;
    const char* method;
    const char* printed;
  };
  double least = 100, most = -100;
  for (const Base& base : kBases) {
    const Run* run = sources.runs.find(base.run);
    if (run == nullptr) continue;
    part.numbers.push_back(other_data(fmt::format("{} base", base.ours), "100", "%",
                                      *accuracy_of(*run, "on_device", 1),
                                      printed.find(fmt::format("{} base", base.paper), "100")));
    for (const Row& row :
         {Row{"entropy", "entropy", "entropy"}, Row{"max-prob", "max_prob", nullptr},
          Row{"hybrid-r", "router", "hybrid"}, Row{"hybrid-r, our default router", "auto", nullptr}})
      for (const auto& [column, coverage] : kCoverages) {
        const auto ours = accuracy_of(*run, row.method, coverage);
        if (!ours) continue;
        part.numbers.push_back(
            other_data(fmt::format("{} {}", base.ours, row.name), column, "%", *ours,
                       row.printed ? printed.find(fmt::format("{} {}", base.paper, row.printed), column)
                                   : std::nullopt));
        if (std::string_view(row.method) == "router") {
          const double lead = ours->value - accuracy_of(*run, "max_prob", coverage)->value;
          least = std::min(least, lead), most = std::max(most, lead);
        }
      }
  }
  const auto trained = sources.runs.seeds("cifar100-mcu");
  for (const Row& row : {Row{"hybrid-rb", "router", "hybrid"},
                         Row{"max-prob on the fine-tuned base", "max_prob_control", nullptr}})
    for (const auto& [column, coverage] : kCoverages)
      if (const auto ours = accuracy_of(trained, row.method, coverage))
        part.numbers.push_back(
            other_data(fmt::format("MCUNet-5FPS {}", row.name), column, "%", *ours,
                       row.printed ? printed.find("MBV3-48 hybrid", column) : std::nullopt));
  if (part.numbers.empty())
    part.notes.emplace_back(kNeedsCifar);
  else {
    part.notes.emplace_back(
        "hybrid-r: the router is fitted, the base stays as published; hybrid-rb: router and base are "
        "trained. The two larger bases were not trained: an epoch takes six times as long as "
        "MCUNet-5FPS's.");
    if (least <= most)
      table.verdict = fmt::format(
          "On CIFAR-100 the router alone is {:+.1f} to {:+.1f} points from max-prob at the same coverage; "
          "the paper compares with entropy only.",
          least, most);
  }
  table.parts = {std::move(part), missing_imagenet(printed)};
  return table;
}

ReproducedTable table8(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table8");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "on CIFAR-100: the base's accuracy on what it keeps",
                      .command = "scripts/reproduce pairs"};
  for (const Base& base : kBases) {
    const Run* run = sources.runs.find(base.run);
    if (run == nullptr) continue;
    struct Row {
      const char* name;
      const char* method;
    };
    for (const Row& row : {Row{"base, by the router", "router"}, Row{"base, by entropy", "entropy"},
                           Row{"base, by max-prob", "max_prob"}})
      for (const auto& [column, coverage] : kCoverages)
        if (const auto kept = mean_of(*run, row.method, coverage, &runs::CurveRow::kept_accuracy))
          part.numbers.push_back(other_data(fmt::format("{} {}", base.ours, row.name), column, "%",
                                            {.value = 100 * kept->value, .ci = {}},
                                            std::string_view(row.method) == "router"
                                                ? printed.find(fmt::format("{} base", base.paper), column)
                                                : std::nullopt));
  }
  if (part.numbers.empty()) part.notes.emplace_back(kNeedsCifar);
  part.notes.emplace_back(
      "A router that seeks what the cloud can mend keeps inputs on which both err; for abstaining, "
      "confidence in the base is what counts.");
  table.parts = {std::move(part), missing_imagenet(printed)};
  table.verdict =
      "The printed hybrid columns repeat Table 4; what is new are the base's accuracies on what it keeps.";
  return table;
}

}  // namespace hybrid::reproduce
