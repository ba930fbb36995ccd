#include "cli/arguments.h"

#include <algorithm>
#include <cmath>

#include "cli/find_config.h"
#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "runs/run_folder.h"

namespace hybrid {

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

Recalibration parse_recalibration(const std::string& word) {
  if (word.empty()) return Recalibration::none;
  std::vector<std::string> words;
  for (const auto& row : kRecalibrationNames) {
    if (row.name == word) return row.value;
    words.emplace_back(row.name);
  }
  throw UsageError(fmt::format("--recalibrate is '{}', must be one of {}{}", word, join(words),
                               did_you_mean(word, words)));
}

std::optional<double> parse_deadline(const std::string& word) {
  if (word.empty()) return std::nullopt;
  const auto deadline = parse_double(word);
  if (!deadline || *deadline <= 0)
    throw UsageError(fmt::format("--deadline takes milliseconds > 0 (1000), not '{}'", word));
  return deadline;
}

void add_measuring_options(CLI::App& app, std::string& recalibrate, std::string& deadline) {
  app.add_option("--recalibrate", recalibrate,
                 "`unlabeled`: thresholds from the test part's own scores, whose labels are not used, keep "
                 "coverage and budgets where test differs from tuning (default none)");
  app.add_option("--deadline", deadline,
                 "how long one input may take, ms: report the share that takes longer");
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
  add("--tune-fraction", options.tune_fraction, "share of a split pair that goes to tuning (default 0.5)");
  app.add_flag(
         "--exchange", options.cross_fit,
         "cut the pair into two halves that tune each other, and report the mean of both: every example is "
         "measured")
      ->group("Data");
  add("--utility", options.utility,
      "what an answer is worth: accuracy (default), balanced_accuracy, or a .csv of values, a line per "
      "true class, a column per answer");
  add("--seed", options.seed, "of the split, the router's fit and the bootstrap (default 1)");
}

void add_problem_options(CLI::App& app, ProblemOptions& options) {
  app.add_option("--run", options.run, "a finished run (default: the newest below results/)")->group("Data");
  add_pair_options(app, options);
  app.add_option(
      "--profile", options.profile,
      "cost profile: a name of configs/systems or a file (default: the run's own, else paper-table3)");
}

PredictionFiles files_of(const ProblemOptions& options) {
  if (!options.run.empty()) throw UsageError("give either --run or --base and --cloud");
  if (options.base.empty() || options.cloud.empty())
    throw UsageError("give both --base and --cloud: the two models' outputs on the same examples");
  if (options.tune_base.empty() != options.tune_cloud.empty())
    throw UsageError("give both --tune-base and --tune-cloud, or neither");
  if (options.cross_fit && !options.tune_base.empty())
    throw UsageError(
        "--exchange tunes on halves of --base and --cloud: leave out --tune-base and --tune-cloud");
  if (options.cross_fit && options.tune_fraction)
    throw UsageError("--exchange cuts into halves: leave out --tune-fraction");
  if (const double fraction = options.tune_fraction.value_or(0.5); !(fraction > 0 && fraction < 1))
    throw UsageError(fmt::format("--tune-fraction is {}, must lie between 0 and 1", fraction));
  if (options.seed.value_or(1) < 0)
    throw UsageError(fmt::format("--seed is {}, must be >= 0", *options.seed));
  return {.base = options.base,
          .cloud = options.cloud,
          .tune_base = options.tune_base,
          .tune_cloud = options.tune_cloud};
}

namespace {

/// @throws UsageError for options that go with files
void check_run(const ProblemOptions& options) {
  if (!options.tune_base.empty() || !options.tune_cloud.empty() || options.tune_fraction ||
      options.cross_fit || options.seed || !options.utility.empty())
    throw UsageError(
        "--tune-base, --tune-cloud, --tune-fraction, --exchange, --utility and --seed go with --base and "
        "--cloud; a run has its own");
}

}  // namespace

ProblemSource source_of(const ProblemOptions& options, Logger& log) {
  if (!options.base.empty() || !options.cloud.empty()) {
    return {.files = files_of(options),
            .tune_fraction = options.tune_fraction.value_or(0.5),
            .cross_fit = options.cross_fit,
            .seed = static_cast<std::uint64_t>(options.seed.value_or(1)),
            .utility = options.utility.empty() ? "accuracy" : options.utility};
  }
  check_run(options);
  if (!options.run.empty()) return {.run = options.run};
  const FinishedRun newest = newest_run("results");
  log.info("run: {}", newest.path().string());
  return {.run = newest.path()};
}

LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                           Logger& log) {
  require_distinct("--methods", methods);
  return load_problem(source_of(options, log), methods, options.profile, find_profile, log);
}

}  // namespace hybrid
