#include "cli/commands.h"

#include <algorithm>

#include "cli/setups.h"
#include "core/error.h"

namespace hybrid::cli {

const std::vector<Command>& commands() {
  static constexpr std::string_view kPair = "Two models of your own", kRuns = "Finished runs",
                                    kTrain = "Train and predict", kCosts = "Costs, devices and networks",
                                    kPaper = "The paper";
  static const std::vector<Command> table{
      {"evaluate", "", "compare every routing method on two models' outputs", setup_evaluate, false, kPair},
      {"tune", "tune-router", "from a latency, energy, MACs, coverage or accuracy budget to a threshold",
       setup_tune, false, kPair},
      {"export-router", "", "a router with its threshold in C99 for the device", setup_export_router, false,
       kPair},
      {"audit", "", "the decision on every input, classes and slices that lose, faults of the data",
       setup_audit, false, kPair},
      {"abstain", "", "no cloud: accuracy over coverage when the device may abstain", setup_abstain, false,
       kPair},
      {"simulate", "", "simulated outputs of two models for which the best router is known", setup_simulate,
       false, kPair},
      {"runs", "", "the runs in a folder: what they are, when they were made, their headline", setup_runs,
       false, kRuns},
      {"compare", "", "finished runs on the same test examples: differences with intervals", setup_compare,
       false, kRuns},
      {"report", "", "a run, or the reproduced paper, as one HTML page", setup_report, false, kRuns},
      {"verify", "", "whether a run, and what it was made from, is as it was", setup_verify, false, kRuns},
      {"rerun", "", "makes a run again and says what differs", setup_rerun, false, kRuns},
      {"train", "train-hybrid", "train base, cloud and router from a config, then evaluate them", nullptr,
       true, kTrain},
      {"predict", "predict-hybrid", "a model's outputs on a data set, as a prediction set", nullptr, true,
       kTrain},
      {"train-exits", "train-exits", "split computation: early exits on the layers of a run's cloud network",
       nullptr, true, kTrain},
      {"data", "hybrid-data", "data sets: list, download and check them", nullptr, false, kTrain},
      {"config", "", "check a config, show every value's origin, print the option manual", setup_config,
       false, kTrain},
      {"cost", "latency-energy", "what inference costs, itemised, and accuracy over latency and energy",
       setup_cost, false, kCosts},
      {"payload", "",
       "what is sent: bytes, time, energy and accuracy of raw pixels, PNG and JPEG side by side",
       setup_payload, false, kCosts},
      {"profile", "",
       "what a device, its radio and the cloud cost: the profiles there are, and one of your own",
       setup_profile, false, kCosts},
      {"model", "", "networks: their size, published figures, whether they fit on a device; weights",
       setup_model, false, kCosts},
      {"partition", "", "without routing: the best networks split between device and cloud (NAS + partition)",
       setup_partition, false, kCosts},
      {"entropy", "eval-entropy", "confidence thresholding on the base before and after training",
       setup_entropy, false, kPaper},
      {"bound", "upper-bound", "the paper's bound (A.2) and the true ceilings of any router", setup_bound,
       false, kPaper},
      {"reproduce", "", "the paper's tables and figures with our numbers beside the printed ones",
       setup_reproduce, false, kPaper},
      {"check-table", "", "whether reported accuracies of a hybrid are possible at all, whatever its router",
       setup_check_table, false, kPaper},
  };
  return table;
}

const Command& command_of_program(std::string_view program) {
  const auto found = std::ranges::find(commands(), program, &Command::program);
  HYBRID_CHECK(found != commands().end(), "no command for {}", program);
  return *found;
}

}  // namespace hybrid::cli
