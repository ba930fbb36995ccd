// hybrid evaluate: two models' outputs in, every routing method compared on equal terms out.

#include <cstdio>
#include <memory>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "config/load.h"
#include "config/pair.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/methods.h"
#include "report/evaluation_files.h"
#include "runs/outcomes_file.h"
#include "workflows/evaluate_run.h"

namespace hybrid {

namespace {

struct EvaluateOptions {
  ProblemOptions data;
  std::string config;
  std::vector<std::string> sets, coverages, latencies, methods;
  std::optional<int> bootstrap, repeats, tune_limit;
  std::string recalibrate, deadline;
  std::string out, full_curve;
  bool force = false;
  bool json = false;
};

/// What is drawn at random must have something to be drawn from.
void check_drawing(const PairConfig& config, const EvaluateOptions& options) {
  if (config.repeats < 1) throw UsageError(fmt::format("--repeats is {}, must be >= 1", config.repeats));
  if (options.tune_limit && *options.tune_limit < 1)
    throw UsageError(fmt::format("--tune-limit is {}, must be >= 1", *options.tune_limit));
  if (config.cross_fit && (config.repeats > 1 || config.tune_limit > 0))
    throw UsageError(
        "--exchange tunes on either half and measures every example: leave out --repeats and --tune-limit");
  if (config.repeats > 1 && config.tune_limit == 0 && !options.data.tune_base.empty())
    throw UsageError(
        "with --tune-base and --tune-cloud nothing is split, so all repeats would be the same; give "
        "--tune-limit to draw other tuning examples in each, or leave out --repeats");
}

PairConfig resolve(const EvaluateOptions& options) {
  const Loaded<PairConfig> loaded = options.config.empty()
                                        ? load_text<PairConfig>("", "defaults", options.sets)
                                        : load<PairConfig>(options.config, options.sets);
  PairConfig config = loaded.value;
  // Flags come last, as everywhere: default < file < --set < flag.
  config.seed = options.data.seed.value_or(config.seed);
  config.tune_fraction = options.data.tune_fraction.value_or(config.tune_fraction);
  config.cross_fit = config.cross_fit || options.data.cross_fit;
  if (!options.data.utility.empty())
    config.utility = options.data.utility;
  else if (config.utility.ends_with(".csv"))
    config.utility = (loaded.folder / config.utility).string();
  require_distinct("--methods", options.methods);
  if (!options.methods.empty()) config.methods = options.methods;
  if (!options.coverages.empty()) config.evaluation.coverages = parse_shares("--coverage", options.coverages);
  if (!options.latencies.empty())
    config.evaluation.latency_ms = parse_amounts("--latency", options.latencies);
  if (options.bootstrap) config.evaluation.bootstrap = *options.bootstrap;
  config.repeats = options.repeats.value_or(config.repeats);
  config.tune_limit = options.tune_limit.value_or(config.tune_limit);
  check_drawing(config, options);
  if (!options.recalibrate.empty()) config.evaluation.recalibrate = parse_recalibration(options.recalibrate);
  if (const auto deadline = parse_deadline(options.deadline)) config.evaluation.deadline_ms = deadline;
  check_method_names(config.methods);
  if (config.evaluation.bootstrap < 100)
    throw UsageError(fmt::format("--bootstrap is {}, must be >= 100", config.evaluation.bootstrap));
  return config;
}

/// The flags' data with what the config decides, so that both are checked together.
ProblemOptions with_config(ProblemOptions data, const PairConfig& config) {
  data.seed = config.seed;
  data.cross_fit = config.cross_fit;
  if (!config.cross_fit) data.tune_fraction = config.tune_fraction;
  return data;
}

void run_evaluate(const EvaluateOptions& options, Logger& log) {
  const PairConfig config = resolve(options);
  const MadeRun made = evaluate_run(
      {.files = files_of(with_config(options.data, config)),
       .config = config,
       .profile = find_profile(options.data.profile.empty() ? kDefaultProfile : options.data.profile),
       .out = options.out,
       .force = options.force},
      log);
  if (!options.full_curve.empty())
    write_file_atomically(options.full_curve, full_curve_csv(read_routing_problem(made.run).problem));
  fmt::print("{}", read_file(made.run.verified(options.json ? "metrics.json" : "table.md")));
  std::fflush(stdout);
  const std::string path = made.run.path().string();
  if (!options.json) log.info("\nfiles: {}\nnext:  hybrid tune --run {} --latency 1400", path, path);
}

}  // namespace

Action setup_evaluate(CLI::App& app) {
  auto options = std::make_shared<EvaluateOptions>();
  add_pair_options(app, options->data);
  app.add_option("--coverage", options->coverages, "shares kept on the device (default 0.9,0.8,0.7)")
      ->delimiter(',');
  app.add_option("--latency", options->latencies, "latency budgets in ms (default 600,1000,1400,1600)")
      ->delimiter(',');
  app.add_option("--methods", options->methods,
                 fmt::format("which of {} (default: all)", join(method_names())))
      ->delimiter(',');
  app.add_option("--profile", options->data.profile, "cost profile: a name of configs/systems or a file")
      ->default_str("paper-table3");
  app.add_option("--bootstrap", options->bootstrap, "resamples for intervals of differences (default 1000)");
  app.add_option(
      "--repeats", options->repeats,
      "repeat over this many random splits, and report mean and spread of every difference (default 1)");
  app.add_option(
      "--tune-limit", options->tune_limit,
      "use only this many examples of the tuning part; the test part stays the same (default: all)");
  add_measuring_options(app, options->recalibrate, options->deadline);
  app.add_option("--config", options->config, "YAML with the router's and the evaluation's options");
  app.add_option("--set", options->sets, "change one of them: --set router.penalty=paper (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--out", options->out, "the run folder (default: results/evaluate-<hash>)");
  app.add_option("--full-curve", options->full_curve,
                 "write every operating point of every method to this CSV");
  app.add_flag("--force", options->force, "replace the run folder");
  app.add_flag("--json", options->json, "print metrics.json instead of the table");
  app.footer(
      "A prediction set holds `labels` [n] and `logits` or `probabilities` [n,k], from any framework:\n"
      "  numpy.savez(\"base.npz\", labels=y, logits=base_logits)\n"
      "Examples:\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --exchange\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --repeats 20 --tune-limit 500\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --utility balanced_accuracy\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --deadline 2500 --recalibrate unlabeled\n"
      "  hybrid evaluate --base test_b.npz --cloud test_g.npz --tune-base val_b.npz --tune-cloud val_g.npz "
      "\\\n"
      "      --profile stm32f746-nbiot --coverage 0.9,0.8 --out results/my-pair");
  return [options](Logger& log) { run_evaluate(*options, log); };
}

}  // namespace hybrid
