// hybrid evaluate: compares all routing methods on two models' outputs.

#include <memory>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/find_config.h"
#include "cli/output.h"
#include "cli/run_summary.h"
#include "cli/setups.h"
#include "cli/tiers.h"
#include "config/ignored_keys.h"
#include "config/load.h"
#include "config/pair.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/methods.h"
#include "report/evaluation_files.h"
#include "runs/outcomes_file.h"
#include "workflows/evaluate_run.h"

namespace hybrid::cli {

namespace {

struct EvaluateOptions {
  ProblemOptions data;
  std::string config;
  std::vector<std::string> sets;
  config::PairConfig flags;  ///< values given in data.given
  std::string out, full_curve;
  bool force = false;
  bool json = false;
  bool full = false;
};

/// Checks that cross-fitting or repeats are not combined with options that leave nothing to draw.
void check_drawing(const config::PairConfig& config, const EvaluateOptions& options) {
  if (config.cross_fit && (config.repeats > 1 || config.tune_limit > 0))
    throw UsageError(
        "--cross-fit tunes on either half and measures every example: leave out --repeats and --tune-limit");
  if (config.repeats > 1 && config.tune_limit == 0 && !options.data.tune_base.empty())
    throw UsageError(
        "with --tune-base and --tune-cloud nothing is split, so all repeats would be the same; give "
        "--tune-limit to draw other tuning examples in each, or leave out --repeats");
}

/// Checks that a confidence is not given beside flags that make several thresholds.
void check_confidence(const EvaluateOptions& options) {
  const bool repeated = options.data.given.contains("repeats") && options.flags.repeats > 1;
  if (!options.data.given.contains("confidence") || !options.flags.confidence) return;
  if (repeated || options.data.cross_fit)
    throw UsageError(
        fmt::format("--confidence certifies the thresholds of one split: leave out either --confidence or {}",
                    repeated ? "--repeats" : "--cross-fit"));
}

config::PairConfig resolve(const EvaluateOptions& options, Logger& log) {
  if (options.config.empty() && options.sets.empty()) check_battery_flags(options.data.given);
  check_confidence(options);
  const config::FlagValues flags = flag_values(options.data.given);
  const config::Loaded<config::PairConfig> loaded =
      options.config.empty()
          ? config::load_text<config::PairConfig>("", "defaults", options.sets, flags)
          : config::load<config::PairConfig>(experiment_file(options.config), options.sets, flags);
  for (const auto& line : config::ignored_keys(loaded)) log.warn("{}", line);
  config::PairConfig config = loaded.value;
  if (!options.data.given.contains("utility") && config.utility.ends_with(".csv"))
    config.utility = (loaded.folder / config.utility).string();
  check_drawing(config, options);
  eval::check_method_names(config.methods);
  return config;
}

/// Sets the flags' data to the config's values, so that both are checked together.
ProblemOptions with_config(ProblemOptions data, const config::PairConfig& config) {
  data.seed = config.seed;
  data.cross_fit = config.cross_fit;
  if (!config.cross_fit) data.tune_fraction = config.tune_fraction;
  return data;
}

void run_evaluate(const EvaluateOptions& options, Logger& log) {
  if (options.json && options.full)
    throw UsageError("--full prints table.md and --json metrics.json: leave one out");
  const config::PairConfig config = resolve(options, log);
  if (has_tiers(options.data)) {
    if (!options.full_curve.empty()) throw UsageError("--full-curve is of two tiers: leave it out");
    evaluate_tiers(with_config(options.data, config), config, {options.out, options.force, options.json},
                   log);
    return;
  }
  const workflows::MadeRun made = workflows::evaluate_run(
      {.files = files_of(with_config(options.data, config)),
       .config = config,
       .profile = find_profile(
           options.data.profile.empty() ? workflows::kDefaultProfile : options.data.profile, log),
       .out = options.out,
       .force = options.force},
      log);
  if (!options.full_curve.empty()) {
    const eval::RoutingProblem problem = runs::read_routing_problem(made.run).problem;
    write_file_atomically(options.full_curve,
                          report::full_curve_csv(eval::full_curves(problem), problem.cross_fitted()));
  }
  if (options.json) {
    print_text(read_file(made.run.verified("metrics.json")));
    return;
  }
  print_run(made.run, options.full);
  flush_output();
  if (options.data.profile.empty() && !options.full)
    log.info("That profile is the default: --profile stm32f746-nbiot, say, prices another board and radio.");
  tell_next_steps(made.run, log);
  if (!options.full) log.info("       the same with --full shows table.md");
}

}  // namespace

Action setup_evaluate(CLI::App& app) {
  auto options = std::make_shared<EvaluateOptions>();
  add_pair_options(app, options->data);
  add_config_flags(
      app, options->flags,
      {{.key = "evaluation.coverages", .names = "--coverage"},
       {.key = "evaluation.latency_ms", .names = "--latency", .default_words = "four that suit the profile"},
       {.key = "methods",
        .names = "--methods",
        .default_words = "all of " + join(eval::method_names()) + ", and own scores"},
       {.key = "evaluation.bootstrap", .names = "--bootstrap"},
       {.key = "confidence", .names = "--confidence"},
       {.key = "repeats", .names = "--repeats"},
       {.key = "tune_limit", .names = "--tune-limit"},
       {.key = "evaluation.recalibrate", .names = "--recalibrate"},
       {.key = "evaluation.deadline_ms", .names = "--deadline"},
       {.key = "evaluation.pictures", .names = "--pictures"},
       {.key = "evaluation.latex", .names = "--latex"}},
      {.given = &options->data.given});
  add_config_flags(app, options->flags, battery_config_flags(),
                   {.given = &options->data.given, .group = "Battery"});
  add_repeated(app, "--profile", options->data.profile, options->data.more_profiles,
               "cost profile: a name of configs/systems or a file")
      ->default_str(workflows::kDefaultProfile);
  app.add_option("--config", options->config,
                 "YAML with these and more options (`hybrid config manual` lists them); a flag overrides it");
  app.add_option("--set", options->sets,
                 "change one option of the config: --set router.penalty=paper (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--out", options->out, "the run folder (default: results/evaluate-<base>-<cloud>-<hash>)");
  app.add_option("--full-curve", options->full_curve,
                 "write every operating point of every method to this CSV");
  app.add_flag("--force", options->force, "replace the run folder");
  app.add_flag("--json", options->json, "print metrics.json instead of the summary");
  app.add_flag("--full", options->full, "print all tables (table.md) instead of the summary");
  app.footer(
      "A prediction set holds `labels` [n] and `logits` or `probabilities` [n,k], from any framework:\n"
      "  numpy.savez(\"base.npz\", labels=y, logits=base_logits)\n"
      "Examples:\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --cross-fit\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --repeats 20 --tune-limit 500\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --utility balanced_accuracy\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --deadline 2500 --recalibrate unlabeled\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --scores mine.npz  # your own router\n"
      "  hybrid evaluate --base device.npz --cloud gateway.npz --cloud cloud.npz    # three tiers\n"
      "  hybrid evaluate --base test_b.npz --cloud test_g.npz \\\n"
      "      --tune-base val_b.npz --tune-cloud val_g.npz \\\n"
      "      --profile stm32f746-nbiot --coverage 0.9,0.8 --out results/my-pair");
  return [options](Logger& log) { run_evaluate(*options, log); };
}

}  // namespace hybrid::cli
