// hybrid train-exits: split computation with early exits (BranchyNet), built from the cloud model of a
// finished training run.

#include <memory>

#include "cli/arguments.h"
#include "cli/find_model.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/experiment.h"
#include "core/command_line.h"
#include "core/error.h"
#include "report/split_summary.h"
#include "workflows/split_run.h"

namespace hybrid::cli {

namespace {

struct ExitsOptions {
  std::string run;
  std::vector<std::string> after;
  std::string features = "int8", profile = "stm32f746-nbiot", device, out;
  int epochs = 10, calibrate = 512;
  /// Provides the coverages and `threads`.
  config::ExperimentConfig flags = {
      .evaluation = {.coverages = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1}}};
  bool force = false;
};

/// Describes the options without a key in an experiment's config.
void describe(config::Fields& f, ExitsOptions& o) {
  f.field("epochs", o.epochs, {.doc = "training epochs of each exit", .unit = "epochs", .min = 1});
  f.field("calibrate", o.calibrate,
          {.doc = "training images that determine the range of int8 features", .unit = "images", .min = 1});
}

void check(const ExitsOptions& options) {
  if (options.run.empty())
    throw UsageError(
        "give --run: a finished training run, whose cloud is split, for example results/quickstart-1a2b3c4d");
  if (options.after.empty())
    throw UsageError("give --after: the layers after which to split, for example --after 0,1,2");
  if (options.out.empty()) throw UsageError("give --out: the folder for the runs of all split points");
  require_distinct("--after", options.after);
}

void run_train_exits(const ExitsOptions& options, Logger& log) {
  check(options);
  workflows::SplitRequest request{.run = options.run,
                                  .after = options.after,
                                  .coverages = options.flags.evaluation.coverages,
                                  .features = arch::feature_format(options.features),
                                  .profile = find_profile(options.profile, log),
                                  .epochs = options.epochs,
                                  .calibrate = options.calibrate,
                                  .threads = options.flags.threads,
                                  .out = options.out,
                                  .force = options.force};
  if (!options.device.empty()) request.device = find_device(options.device);
  const auto [results, up_to_date] = workflows::split_run(request, log);
  if (up_to_date) {
    print("results: {}\n", (request.out / "table.md").string());
    return;
  }
  print_text(report::splits_markdown(results));
  flush_output();
  log.info(
      "\n"
      "files: {0}/ (table.md, splits.csv, and a run for each split)\n"
      "next:  hybrid tune --run {1} --coverage 0.8",
      options.out, shell_path(fmt::format("{}/after-{}", options.out, results.front().split.after)));
}

}  // namespace

Action setup_train_exits(CLI::App& app) {
  auto options = std::make_shared<ExitsOptions>();
  app.add_option("--run", options->run, "a finished training run, whose cloud network is split");
  app.add_option("--after", options->after,
                 "the layers after which to split (`hybrid model show NAME --splits`)")
      ->delimiter(',');
  app.add_option("--features", options->features, "how features are sent: int8 (quantised, measured) or fp32")
      ->capture_default_str();
  add_config_flags(app, *options,
                   {{.key = "epochs", .names = "--epochs"}, {.key = "calibrate", .names = "--calibrate"}});
  add_config_flags(
      app, options->flags,
      {{.key = "threads", .names = "--threads"}, {.key = "evaluation.coverages", .names = "--coverage"}});
  app.add_option("--profile", options->profile,
                 "cost profile of kind parts: a name of configs/systems or a file")
      ->capture_default_str();
  app.add_option(
      "--device", options->device,
      "refuse splits whose first part does not fit on this device: a name of configs/devices or a file");
  app.add_option("--out", options->out, "the folder: a run after-N for each split, table.md and splits.csv");
  app.add_flag("--force", options->force, "make the runs again");
  app.footer(
      "Split computation (BranchyNet, Teerapittayanon et al. 2017): the device runs the first layers of "
      "the cloud's\n"
      "network and an exit, a fully connected layer on the channels' means. What the exit is not "
      "confident in is sent\nas features, and the other layers predict. The exit is trained, the "
      "network's layers stay as they are. "
      "On the CPU.\n"
      "Finished splits are left alone: repeat an interrupted command to resume with the others.\n"
      "Examples:\n"
      "  hybrid train-exits --run results/quickstart-1a2b3c4d --after 0,1,2 --out results/exits\n"
      "  hybrid train-exits --run results/quickstart-1a2b3c4d --after 3 --features fp32 --out exits");
  return [options, &app](Logger& log) {
    if (options->features == "fp32" && is_given(app, "--calibrate"))
      throw UsageError("fp32 features have no range to calibrate: leave out --calibrate");
    run_train_exits(*options, log);
  };
}

}  // namespace hybrid::cli
