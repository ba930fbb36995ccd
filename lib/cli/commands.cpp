#include "cli/commands.h"

#include <algorithm>

#include "cli/setups.h"
#include "core/error.h"

namespace hybrid::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table{
      {"train", "train-hybrid", "train base, cloud and router from a config, then evaluate them", nullptr,
       true},
      {"train-exits", "train-exits", "split computation: early exits on the layers of a run's cloud network",
       nullptr, true},
      {"predict", "predict-hybrid", "a model's outputs on a data set, as a prediction set", nullptr, true},
      {"evaluate", "", "compare every routing method on two models' outputs", setup_evaluate},
      {"tune", "tune-router", "from a latency, energy, MACs, coverage or accuracy budget to a threshold",
       setup_tune},
      {"compare", "", "finished runs on the same test examples: differences with intervals", setup_compare},
      {"abstain", "", "no cloud: accuracy over coverage when the device may abstain", setup_abstain},
      {"export-router", "", "the default router with its threshold in C99 for the device",
       setup_export_router},
      {"entropy", "eval-entropy", "confidence thresholding on the base before and after training",
       setup_entropy},
      {"bound", "upper-bound", "the paper's bound (A.2) and the true ceilings of any router", setup_bound},
      {"cost", "latency-energy", "what inference costs, itemised, and accuracy over latency and energy",
       setup_cost},
      {"audit", "", "the decision on every input, classes and slices that lose, faults of the data",
       setup_audit},
      {"model", "", "networks: their size, published figures, whether they fit on a device; weights",
       setup_model},
      {"profile", "",
       "what a device, its radio and the cloud cost: the profiles there are, and one of your own",
       setup_profile},
      {"partition", "", "without routing: the best networks split between device and cloud (NAS + partition)",
       setup_partition},
      {"payload", "",
       "what is sent: bytes, time, energy and accuracy of raw pixels, PNG and JPEG side by side",
       setup_payload},
      {"simulate", "", "simulated outputs of two models for which the best router is known", setup_simulate},
      {"runs", "", "the runs in a folder: what they are, when they were made, their headline", setup_runs},
      {"verify", "", "whether a run, and what it was made from, is as it was", setup_verify},
      {"rerun", "", "makes a run again and says what differs", setup_rerun},
      {"reproduce", "", "the paper's tables and figures with our numbers beside the printed ones",
       setup_reproduce},
      {"report", "", "the reproduced tables, figures and checked claims as one HTML page", setup_report},
      {"check-table", "", "whether reported accuracies of a hybrid are possible at all, whatever its router",
       setup_check_table},
      {"data", "hybrid-data", "data sets: list, download and check them", nullptr},
      {"config", "", "check a config, show every value's origin, print the option manual", setup_config},
  };
  return table;
}

const Command& command_of_program(std::string_view program) {
  const auto found = std::ranges::find(commands(), program, &Command::program);
  HYBRID_CHECK(found != commands().end(), "no command for {}", program);
  return *found;
}

}  // namespace hybrid::cli
