// hybrid evaluate: two models' outputs in, every routing method compared on equal terms out.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "config/load.h"
#include "config/pair.h"
#include "config/writer.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/methods.h"
#include "eval/repeats.h"
#include "eval/split.h"
#include "report/evaluation_files.h"
#include "report/evaluation_run.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"

namespace hybrid {

namespace {

struct EvaluateOptions {
  ProblemOptions data;
  std::string config;
  std::vector<std::string> sets;
  PairConfig flags;  ///< as far as data.given says
  std::string out, full_curve;
  bool force = false;
  bool json = false;
};

/// What is drawn at random must have something to be drawn from.
void check_drawing(const PairConfig& config, const EvaluateOptions& options) {
  if (config.cross_fit && (config.repeats > 1 || config.tune_limit > 0))
    throw UsageError(
        "--cross-fit tunes on either half and measures every example: leave out --repeats and --tune-limit");
  if (config.repeats > 1 && config.tune_limit == 0 && !options.data.tune_base.empty())
    throw UsageError(
        "with --tune-base and --tune-cloud nothing is split, so all repeats would be the same; give "
        "--tune-limit to draw other tuning examples in each, or leave out --repeats");
}

PairConfig resolve(const EvaluateOptions& options) {
  const LastValues flags = last_values(options.data.given);
  const Loaded<PairConfig> loaded = options.config.empty()
                                        ? load_text<PairConfig>("", "defaults", options.sets, flags)
                                        : load<PairConfig>(options.config, options.sets, flags);
  PairConfig config = loaded.value;
  if (!options.data.given.contains("utility") && config.utility.ends_with(".csv"))
    config.utility = (loaded.folder / config.utility).string();
  check_drawing(config, options);
  check_method_names(config.methods);
  return config;
}

std::vector<FileRecord> input_records(const ProblemOptions& data, const Utility& utility) {
  std::vector<FileRecord> inputs;
  for (const auto& [role, path] :
       {std::pair("base", &data.base), std::pair("cloud", &data.cloud),
        std::pair("tune base", &data.tune_base), std::pair("tune cloud", &data.tune_cloud)})
    if (!path->empty()) inputs.push_back(record_file(role, std::filesystem::absolute(*path)));
  if (!utility.file.empty())
    inputs.push_back(record_file("utility", std::filesystem::absolute(utility.file)));
  return inputs;
}

/// The rows of the tuning part that are used; empty for all.
std::vector<std::size_t> used_rows(const LoadedPairs& pairs, const PairConfig& config, SeedTree seed) {
  const auto limit = static_cast<std::size_t>(config.tune_limit);
  const std::size_t n = pairs.tune.size();
  if (limit == 0) return {};
  if (limit >= n && config.repeats > 1 && pairs.tune_rows.empty())
    throw UsageError(fmt::format(
        "--tune-limit is {}, there are {} tuning examples: all repeats would be the same", limit, n));
  return limit < n ? stratified_sample(pairs.tune.base.labels, limit, seed) : std::vector<std::size_t>{};
}

/// id,part for every example, in the order of the input; empty if nothing was split.
/// @param used rows of the tuning part; empty for all
std::string split_csv(const LoadedPairs& pairs, const std::vector<std::size_t>& used) {
  CsvWriter csv;
  csv.row("id", "part");
  const auto add = [&](const PredictionSet& set, std::size_t row, std::size_t i, const char* part) {
    csv.row(set.ids.empty() ? std::to_string(i) : set.ids[row], part);
  };
  for (std::size_t i = 0; i < pairs.half.size(); ++i)
    add(pairs.test.base, i, i, pairs.half[i] == 0 ? "first_half" : "second_half");
  if (!pairs.half.empty()) return csv.text();
  if (pairs.tune_rows.empty()) return "";
  std::vector<bool> is_tune(pairs.tune.size() + pairs.test.size());
  for (const auto row : pairs.tune_rows) is_tune[row] = true;
  std::size_t tune = 0, test = 0;
  for (std::size_t i = 0; i < is_tune.size(); ++i) {
    if (!is_tune[i]) {
      add(pairs.test.base, test++, i, "test");
    } else {
      const bool is_used = used.empty() || std::ranges::binary_search(used, tune);
      add(pairs.tune.base, tune++, i, is_used ? "tune" : "unused");
    }
  }
  return csv.text();
}

std::optional<Repeats> repeated(const PairConfig& config, const LoadedPairs& pairs,
                                const PredictionPair& tune_part, const RoutingProblem& first,
                                const MethodOptions& methods, SeedTree seed, Logger& log) {
  if (config.repeats == 1) return std::nullopt;
  RepeatSource source{.tune_fraction = config.tune_fraction,
                      .tune_limit = static_cast<std::size_t>(config.tune_limit)};
  if (pairs.tune_rows.empty()) {
    source.tune = &tune_part;
    source.test = &pairs.test;
  } else {
    source.pair = &pairs.whole;
  }
  const auto draw = [&](std::size_t repeat) { return draw_problem(source, repeat, methods, seed); };
  RepeatDesign design = design_of(source, static_cast<std::size_t>(config.repeats));
  design.recalibrate = config.evaluation.recalibrate;
  return repeat_evaluation(first, draw, design, config.evaluation.coverages, log);
}

void run_evaluate(const EvaluateOptions& options, Logger& log) {
  PairConfig config = resolve(options);
  const Utility utility = read_utility(config.utility);
  // The run keeps a copy, and its config names that.
  if (!utility.file.empty()) config.utility = "utility/" + utility.file.filename().string();
  const SystemProfile profile =
      find_profile(options.data.profile.empty() ? "paper-table3" : options.data.profile);
  if (options.data.base.empty() || options.data.cloud.empty())
    throw UsageError("give both --base and --cloud: the two models' outputs on the same examples");

  ProblemOptions data = options.data;
  data.seed = config.seed;
  data.cross_fit = config.cross_fit;
  if (!config.cross_fit) data.tune_fraction = config.tune_fraction;
  const SeedTree seed = seed_of(data);

  Manifest manifest{.seed = static_cast<std::uint64_t>(config.seed), .started = utc_now()};
  manifest.command_line = command_line();
  manifest.libraries = core_libraries();
  manifest.inputs = input_records(data, utility);
  const std::string resolved = to_yaml(config);
  const std::string hash = run_hash(resolved + to_yaml(profile), manifest.inputs);
  const auto path =
      options.out.empty() ? default_run_path("evaluate", hash) : std::filesystem::path(options.out);
  auto writer = RunWriter::begin({.path = path, .hash = hash, .force = options.force}, log);
  if (writer) {
    data.keep_whole = config.repeats > 1;
    LoadedPairs pairs = load_pairs(data, log, config.methods);
    const std::vector<std::size_t> used = used_rows(pairs, config, seed);
    if (!utility.file.empty()) writer->write(config.utility, read_file(utility.file));
    if (const std::string split = split_csv(pairs, used); !split.empty()) writer->write("split.csv", split);
    PredictionPair tune_part;  // all that the repeats draw from, where the test part is fixed
    if (!used.empty()) tune_part = std::exchange(pairs.tune, select(pairs.tune, used));
    const MethodOptions methods{.methods = config.methods, .router = config.router, .utility = utility};
    const RoutingProblem problem = problem_of(pairs, methods, seed, log);
    warn_of_ignored_costs(profile, problem, log);
    writer->write("config.yaml", resolved);
    write_evaluation({.name = writer->name(),
                      .problem = problem,
                      .config = config.evaluation,
                      .profiles = {profile},
                      .workload = workload_of(pairs.test),
                      .seed = seed,
                      .repeats = repeated(config, pairs, tune_part, problem, methods, seed, log)},
                     writer->folder(), log);
    manifest.warnings = log.warnings();
    manifest.peak_memory_mb = peak_memory_mb();
    writer->finish(std::move(manifest));
  } else {
    FinishedRun(path).verify();
    log.info("up to date: {}", path.string());
  }
  const FinishedRun run(path);
  if (!options.full_curve.empty())
    write_file_atomically(options.full_curve, full_curve_csv(read_routing_problem(run).problem));
  fmt::print("{}", read_file(run.verified(options.json ? "metrics.json" : "table.md")));
  std::fflush(stdout);
  if (!options.json)
    log.info("\nfiles: {}\nnext:  hybrid tune --run {} --latency 1400", path.string(), path.string());
}

}  // namespace

Action setup_evaluate(CLI::App& app) {
  auto options = std::make_shared<EvaluateOptions>();
  add_pair_options(app, options->data);
  add_config_flags(
      app, options->flags,
      {{.key = "evaluation.coverages", .names = "--coverage"},
       {.key = "evaluation.latency_ms", .names = "--latency"},
       {.key = "methods", .names = "--methods", .default_words = "all of " + join(method_names())},
       {.key = "evaluation.bootstrap", .names = "--bootstrap"},
       {.key = "repeats", .names = "--repeats"},
       {.key = "tune_limit", .names = "--tune-limit"},
       {.key = "evaluation.recalibrate", .names = "--recalibrate"},
       {.key = "evaluation.deadline_ms", .names = "--deadline"}},
      {.given = &options->data.given});
  app.add_option("--profile", options->data.profile, "cost profile: a name of configs/systems or a file")
      ->default_str("paper-table3");
  app.add_option("--config", options->config,
                 "YAML with these and more options (`hybrid config manual` lists them); a flag overrides it");
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
      "  hybrid evaluate --base base.npz --cloud cloud.npz --cross-fit\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --repeats 20 --tune-limit 500\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --utility balanced_accuracy\n"
      "  hybrid evaluate --base base.npz --cloud cloud.npz --deadline 2500 --recalibrate unlabeled\n"
      "  hybrid evaluate --base test_b.npz --cloud test_g.npz --tune-base val_b.npz --tune-cloud val_g.npz "
      "\\\n"
      "      --profile stm32f746-nbiot --coverage 0.9,0.8 --out results/my-pair");
  return [options](Logger& log) { run_evaluate(*options, log); };
}

}  // namespace hybrid
