// hybrid train, train-hybrid: Algorithm 1, from a config to a finished run.

#include "workflows/train_run.h"  // must precede all headers that may define CHECK

#include <memory>

#include "cli/config_flags.h"
#include "cli/find_config.h"
#include "cli/output.h"
#include "cli/run_summary.h"
#include "cli/setups.h"
#include "config/writer.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "report/seeds_files.h"

namespace hybrid::cli {

namespace {

struct TrainOptions {
  std::string config;
  std::vector<std::string> sets;
  std::string out;
  config::ExperimentConfig flags;  ///< values given in `given`
  GivenFlags given;
  int seeds = 1;
  bool force = false, dry_run = false, json = false, no_sandbox = false;
};

/// Describes the option without a key in an experiment's config.
void describe(config::Fields& f, TrainOptions& o) {
  f.field(
      "seeds", o.seeds,
      {.doc = "train with this many seeds, counted up from the first, and print mean and spread", .min = 1});
}

void check(const TrainOptions& options) {
  if (options.config.empty()) throw UsageError("give --config, for example --config configs/quickstart.yaml");
  if (options.json && options.dry_run)
    throw UsageError("--json shows a finished run; leave out --json or --dry-run");
  if (options.json && options.seeds > 1)
    throw UsageError("--json shows one run; leave out --seeds or --json");
  if (options.no_sandbox && options.dry_run)
    throw UsageError("--dry-run runs no TorchScript file; leave out --no-sandbox or --dry-run");
}

void print_plan(const workflows::ExperimentPlan& plan, Logger& log) {
  const workflows::TrainingMaterial material = workflows::load_material(plan, log);
  print("{}\n\n{}",
        join(workflows::plan_notes(plan.config, material, workflows::parts_of(plan, material)), "\n"),
        config::to_yaml(plan.config));
}

void print_seeds(const workflows::TrainedSeeds& trained, Logger& log) {
  if (trained.up_to_date) {
    print("results: {}\n", (trained.folder / "seeds.md").string());
    return;
  }
  print_text(report::seeds_markdown(trained.result));
  for (const auto& path : trained.runs) log.info("run: {}", path.string());
  log.info("files: {}/ (seeds.md, seeds.csv, seeds.json)", trained.folder.string());
}

void show_run(const runs::FinishedRun& run, bool json, Logger& log) {
  if (json) {
    print_text(read_file(run.verified("metrics.json")));
    return;
  }
  print_run(run, false);
  tell_next_steps(run, log);
  log.info("       hybrid cost --run {} --profile stm32f746-nbiot --latency 10,20,40",
           shell_path(run.path().string()));
}

void run_train(const TrainOptions& options, Logger& log) {
  check(options);
  const std::filesystem::path file = experiment_file(options.config);
  workflows::ExperimentPlan plan =
      workflows::make_plan(config::load_experiment(file, options.sets, flag_values(options.given)), log);
  if (options.no_sandbox && plan.config.cloud.network != config::kTorchScript)
    throw UsageError(fmt::format("--no-sandbox is for cloud.network torchscript, here it is {}; leave it out",
                                 plan.config.cloud.network));
  plan.experiment = {.config = file.filename(), .overrides = options.sets};
  if (options.no_sandbox) plan.isolation = nets::Isolation::none;
  plan.run_programs = !options.dry_run;
  if (options.dry_run) return print_plan(plan, log);
  if (options.seeds > 1)
    return print_seeds(workflows::train_seeds(plan, options.seeds, options.out, options.force, log), log);
  std::optional<workflows::TrainingMaterial> material;
  show_run(workflows::train_run(plan, material, options.out, options.force, log).run, options.json, log);
}

}  // namespace

Action setup_train(CLI::App& app) {
  auto options = std::make_shared<TrainOptions>();
  app.add_option("--config", options->config,
                 "the experiment: a file, or a name of configs (configs/README.md lists them)");
  app.add_option("--set", options->sets, "change a value of it: --set router.epochs=20 (repeatable)")
      ->allow_extra_args(false);
  add_config_flags(app, options->flags,
                   {{.key = "seed", .names = "--seed", .default_words = "the config's"},
                    {.key = "threads", .names = "--threads", .default_words = "the config's"},
                    {.key = "evaluation.pictures", .names = "--pictures", .default_words = "the config's"}},
                   {.given = &options->given, .refuse = RefuseFlag::with_config});
  add_config_flags(app, *options, {{.key = "seeds", .names = "--seeds"}});
  app.add_option("--out", options->out, "the run folder (default: results/<name>-<hash>)");
  app.add_flag("--force", options->force, "make the run again, from the start");
  app.add_flag("--dry-run", options->dry_run,
               "check everything, print networks, data and resolved config, and stop; a TorchScript file is "
               "looked at, but not run");
  app.add_flag("--no-sandbox", options->no_sandbox,
               "run a TorchScript cloud in this process, with all its rights");
  app.add_flag("--json", options->json, "print metrics.json instead of the table");
  app.footer(
      "The run is written as <out>.partial. Interrupted or killed, repeat the command to resume from the "
      "last\nfinished epoch, with the same result. A finished run is left alone (\"up to date\").\n"
      "A TorchScript file (cloud.network: torchscript) is a program. It runs in a process of its own that can "
      "neither\nwrite files nor use the network, but can read files and use any time; on a GPU it has all "
      "rights.\n"
      "Examples:\n"
      "  hybrid train --config configs/quickstart.yaml\n"
      "  hybrid train --config configs/quickstart.yaml --set training.update=router --seeds 3");
  return [options](Logger& log) { run_train(*options, log); };
}

}  // namespace hybrid::cli
