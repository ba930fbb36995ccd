#include "cli/arguments.h"

#include <algorithm>
#include <memory>

#include "cli/find_config.h"
#include "config/load.h"
#include "config/pair.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "eval/cross_fitting.h"
#include "eval/split.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"

namespace hybrid {

namespace fs = std::filesystem;

std::vector<double> parse_shares(const std::string& option, const std::vector<std::string>& words) {
  std::vector<double> shares;
  for (const auto& word : words) {
    const auto share = parse_share(word);
    if (!share || *share < 0 || *share > 1)
      throw UsageError(
          fmt::format("{} takes shares between 0 and 1 or per cent (0.9, 90%), not '{}'", option, word));
    shares.push_back(*share);
  }
  return shares;
}

std::vector<double> parse_amounts(const std::string& option, const std::vector<std::string>& words) {
  std::vector<double> amounts;
  for (const auto& word : words) {
    const auto amount = parse_double(word);
    if (!amount || *amount < 0)
      throw UsageError(fmt::format("{} takes numbers >= 0 (600, 1e6), not '{}'", option, word));
    amounts.push_back(*amount);
  }
  return amounts;
}

void require_distinct(const std::string& option, const std::vector<std::string>& words) {
  for (auto word = words.begin(); word != words.end(); ++word)
    if (std::find(words.begin(), word, *word) != word)
      throw UsageError(fmt::format("{} names '{}' twice", option, *word));
}

SystemProfile find_profile(const std::string& name_or_file) {
  return load<SystemProfile>(find_config("systems", "profile", name_or_file)).value;
}

void add_pair_options(CLI::App& app, ProblemOptions& options) {
  const auto add = [&](const char* flag, auto& target, const char* text) {
    app.add_option(flag, target, text)->group("Data");
  };
  add("--base", options.base, "prediction set of the base model: .npz, folder of .npy, or .csv");
  add("--cloud", options.cloud, "prediction set of the cloud model on the same examples");
  add("--tune-base", options.tune_base,
      "the base on other examples, for fitting and thresholds; else --base is split");
  add("--tune-cloud", options.tune_cloud, "the cloud on those");
  const auto config = std::make_shared<PairConfig>();
  add_config_flags(
      app, Description([config](Fields& f) { describe(f, *config); }),
      {{.key = "seed", .names = "--seed", .then = [config, &options] { options.seed = config->seed; }},
       {.key = "tune_fraction",
        .names = "--tune-fraction",
        .then = [config, &options] { options.tune_fraction = config->tune_fraction; }},
       {.key = "exchange",
        .names = "--cross-fit,--exchange",
        .then = [config, &options] { options.cross_fit = config->cross_fit; }},
       {.key = "utility",
        .names = "--utility",
        .then = [config, &options] { options.utility = config->utility; }}},
      {.given = &options.given, .group = "Data"});
}

void add_problem_options(CLI::App& app, ProblemOptions& options) {
  app.add_option("--run", options.run, "a finished run (default: the newest below results/)")->group("Data");
  add_pair_options(app, options);
  app.add_option(
      "--profile", options.profile,
      "cost profile: a name of configs/systems or a file (default: the run's own, else paper-table3)");
}

SeedTree seed_of(const ProblemOptions& options) {
  return SeedTree(static_cast<std::uint64_t>(options.seed.value_or(1))).at("evaluate");
}

namespace {

/// Budgets are tuned on one split and measured on the other, so both must say what single inputs cost.
void keep_common_measurements(PredictionSet& tune, PredictionSet& test, Logger& log) {
  for (const auto& [name, values] : {std::pair("payload_bytes", &PredictionSet::payload_bytes),
                                     std::pair("latency_ms", &PredictionSet::latency_ms)}) {
    if ((tune.*values).empty() == (test.*values).empty()) continue;
    const auto& [with, without] = (tune.*values).empty() ? std::pair(&test, &tune) : std::pair(&tune, &test);
    log.warn("{}: {} is not used, because {} has none", with->source, name, without->source);
    (tune.*values).clear();
    (test.*values).clear();
  }
}

}  // namespace

LoadedPairs load_pairs(const ProblemOptions& options, Logger& log, const std::vector<std::string>& methods) {
  if (options.base.empty() || options.cloud.empty())
    throw UsageError("give both --base and --cloud: the two models' outputs on the same examples");
  if (options.tune_base.empty() != options.tune_cloud.empty())
    throw UsageError("give both --tune-base and --tune-cloud, or neither");
  if (options.cross_fit && !options.tune_base.empty())
    throw UsageError(
        "--cross-fit tunes on halves of --base and --cloud: leave out --tune-base and --tune-cloud");
  if (options.cross_fit && options.tune_fraction)
    throw UsageError("--cross-fit cuts into halves: leave out --tune-fraction");
  const double tune_fraction = options.tune_fraction.value_or(0.5);
  const SeedTree seed = seed_of(options);
  const auto read_pair = [&](const std::string& base, const std::string& cloud) {
    PredictionPair pair = pair_predictions(read_prediction_set(base, {.keep_logits = needs_logits(methods)}),
                                           read_prediction_set(cloud));
    for (const auto* set : {&pair.base, &pair.cloud}) {
      for (const auto& warning : set->warnings) log.warn("{}: {}", set->source, warning);
    }
    return pair;
  };
  PredictionPair pair = read_pair(options.base, options.cloud);
  if (!options.tune_base.empty()) {
    PredictionPair tune = read_pair(options.tune_base, options.tune_cloud);
    if (fingerprint(tune) == fingerprint(pair))
      log.warn(
          "{}: the tuning set holds the same examples as the test set, so what is reported is too good; "
          "give other examples, or leave out --tune-base and --tune-cloud and one pair is split",
          options.tune_base);
    keep_common_measurements(tune.base, pair.base, log);
    keep_common_measurements(tune.cloud, pair.cloud, log);
    return {.tune = std::move(tune), .test = std::move(pair)};
  }

  if (options.cross_fit) {
    const auto& ids = pair.base.ids.empty() ? pair.cloud.ids : pair.base.ids;
    auto half = halves_by_id(pair.base.labels, ids, seed);
    return {.test = std::move(pair), .half = std::move(half)};
  }

  Split split = stratified_split(pair.base.labels, tune_fraction, seed);
  if (split.first.empty() || split.second.empty())
    throw DataError(options.base, fmt::format("a tuning share of {} of {} examples leaves one part empty",
                                              shortest(tune_fraction), pair.base.size()));
  LoadedPairs loaded{.tune = select(pair, split.first),
                     .test = select(pair, split.second),
                     .tune_rows = std::move(split.first)};
  if (options.keep_whole) loaded.whole = std::move(pair);
  return loaded;
}

void warn_of_ignored_costs(const SystemProfile& profile, const RoutingProblem& problem, Logger& log) {
  const MeasuredUse use = use_of(profile, problem.test_inputs);
  if (!use.ignored.empty()) log.warn("{}", ignored_warning(profile, use.ignored));
}

RoutingProblem problem_of(const LoadedPairs& pairs, const MethodOptions& methods, SeedTree seed,
                          Logger& log) {
  if (pairs.half.empty()) return make_routing_problem(pairs.tune, pairs.test, methods, seed, log);
  return make_cross_fitted_problem(pairs.test, pairs.half, methods, seed, log);
}

namespace {

/// What is called accuracy is told where it is not the share of right answers.
void tell_accuracy(const RoutingProblem& problem, Logger& log) {
  if (!problem.accuracy.plain()) log.info("accuracy: {}", in_words(problem.accuracy));
}

}  // namespace

LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                           Logger& log) {
  require_distinct("--methods", methods);
  LoadedProblem loaded;
  const std::string fallback = "paper-table3";
  if (!options.base.empty() || !options.cloud.empty()) {
    if (!options.run.empty()) throw UsageError("give either --run or --base and --cloud");
    const LoadedPairs pairs = load_pairs(options, log, methods);
    loaded.name = fs::path(options.base).stem().string();
    const Utility utility = read_utility(options.utility.empty() ? "accuracy" : options.utility);
    loaded.problem = problem_of(pairs, {.methods = methods, .utility = utility}, seed_of(options), log);
    loaded.workload = workload_of(pairs.test);
    loaded.profile = find_profile(options.profile.empty() ? fallback : options.profile);
    tell_accuracy(loaded.problem, log);
    warn_of_ignored_costs(loaded.profile, loaded.problem, log);
    return loaded;
  }
  if (!options.tune_base.empty() || !options.tune_cloud.empty() || options.tune_fraction ||
      options.cross_fit || options.seed || !options.utility.empty())
    throw UsageError(
        "--tune-base, --tune-cloud, --tune-fraction, --cross-fit, --utility and --seed go with --base and "
        "--cloud; a run has its own");
  const FinishedRun run = options.run.empty() ? newest_run(results_folder()) : FinishedRun(options.run);
  if (options.run.empty()) log.info("run: {}", run.path().string());
  StoredProblem stored = read_routing_problem(run);
  loaded.name = run.name();
  loaded.problem = std::move(stored.problem);
  loaded.workload = stored.workload;
  tell_accuracy(loaded.problem, log);
  for (const auto& output : run.manifest().outputs)
    if (output.path.starts_with("systems/"))
      loaded.other_profiles.push_back(load<SystemProfile>(run.verified(output.path)).value);
  if (!options.profile.empty()) {
    // The run's own copy of a profile comes before a file of the same name that may have changed since.
    const auto own = std::ranges::find(loaded.other_profiles, options.profile, &SystemProfile::name);
    loaded.profile = own != loaded.other_profiles.end() ? *own : find_profile(options.profile);
  } else {
    loaded.profile = loaded.other_profiles.empty() ? find_profile(fallback) : loaded.other_profiles.front();
  }
  warn_of_ignored_costs(loaded.profile, loaded.problem, log);
  return loaded;
}

}  // namespace hybrid
