// A.8.3: how often a router agrees with the oracle of Eq. 4.

#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

ReproducedTable router_validation(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("router_validation");
  ReproducedTable table = table_of(printed);
  struct Experiment {
    const char* title;
    const char* runs;
  };
  for (const Experiment& experiment :
       {Experiment{"Fashion-MNIST", "quickstart"}, Experiment{"CIFAR-100", "cifar100-mcu"}}) {
    const auto runs = sources.runs.seeds(experiment.runs);
    ReproducedPart part{
        .title =
            fmt::format("on {}: decisions that are the oracle's, 80 % kept on the device", experiment.title),
        .command =
            fmt::format("scripts/reproduce {}",
                        experiment.runs == std::string_view("quickstart") ? "quickstart" : "cifar100")};
    struct Row {
      const char* name;
      const char* method;
      const char* printed;
    };
    for (const Row& row : {Row{"Router", "router", "Router"}, Row{"Entropy", "entropy", "Entropy"},
                           Row{"Max-prob", "max_prob", nullptr}, Row{"Two heads", "two_head", nullptr},
                           Row{"Entropy, base before hybrid training", "entropy_before", nullptr}})
      if (const auto ours = mean_of(runs, row.method, 0.8, &runs::CurveRow::oracle_agreement))
        part.numbers.push_back(
            other_data(row.name, "validation", "%", {.value = 100 * ours->value, .ci = {}},
                       row.printed ? printed.find(row.printed, "validation") : std::nullopt));
    if (part.numbers.empty())
      part.notes.emplace_back(experiment.runs == std::string_view("quickstart")
                                  ? "scripts/reproduce quickstart makes it"
                                  : kNeedsCifar);
    table.parts.push_back(std::move(part));
  }
  table.parts.push_back(missing_imagenet(printed));
  const auto cifar = sources.runs.seeds("cifar100-mcu");
  const auto agreement = [&](const char* method) {
    return 100 * mean_of(cifar, method, 0.8, &runs::CurveRow::oracle_agreement).value_or(Measured{}).value;
  };
  if (!cifar.empty())
    table.verdict = fmt::format(
        "On CIFAR-100 at 80 % coverage the router decides as the oracle in {:.1f} % of the cases, entropy "
        "on the same base in {:.1f} %, max-prob in {:.1f} %. The paper does not say at which coverage it "
        "counted.",
        agreement("router"), agreement("entropy"), agreement("max_prob"));
  return table;
}

}  // namespace hybrid::reproduce
