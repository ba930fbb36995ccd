#include "cli/arguments.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/find_config.h"
#include "config/load.h"
#include "config/pair.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "core/units.h"
#include "cost/plausible.h"
#include "runs/run_folder.h"

namespace hybrid::cli {

namespace {

/// Checks that no number occurs twice: "600" and "6e2" are the same.
/// @throws UsageError naming the option and the word
void require_distinct_numbers(const std::string& option, const std::vector<std::string>& words,
                              const std::vector<double>& numbers) {
  for (auto number = numbers.begin(); number != numbers.end(); ++number)
    if (std::find(numbers.begin(), number, *number) != number)
      throw UsageError(fmt::format("{} names '{}' twice", option,
                                   words[static_cast<std::size_t>(number - numbers.begin())]));
}

}  // namespace

std::vector<double> parse_shares(const std::string& option, const std::vector<std::string>& words) {
  std::vector<double> shares;
  for (const auto& word : words) {
    const auto share = parse_share(word);
    if (!share || *share < 0 || *share > 1)
      throw UsageError(
          fmt::format("{} takes shares between 0 and 1 or per cent (0.9, 90%), not '{}'", option, word));
    shares.push_back(*share);
  }
  require_distinct_numbers(option, words, shares);
  return shares;
}

std::vector<double> parse_amounts(const std::string& option, const std::vector<std::string>& words,
                                  std::string_view unit) {
  std::vector<double> amounts;
  for (const auto& word : words) {
    const auto amount = parse_quantity(word, unit);
    const std::string_view written = quantity_words(unit);
    if (!amount || *amount < 0)
      throw UsageError(fmt::format("{} takes numbers >= 0 {}, not '{}'{}", option,
                                   written.empty() ? "(600, 1e6)" : written, word, unit_advice(word, unit)));
    amounts.push_back(*amount);
  }
  require_distinct_numbers(option, words, amounts);
  return amounts;
}

void require_distinct(const std::string& option, const std::vector<std::string>& words) {
  for (auto word = words.begin(); word != words.end(); ++word)
    if (std::find(words.begin(), word, *word) != word)
      throw UsageError(fmt::format("{} names '{}' twice", option, *word));
}

cost::SystemProfile find_profile(const std::string& name_or_file, Logger& log) {
  cost::SystemProfile profile =
      config::load<cost::SystemProfile>(find_config("systems", "profile", name_or_file)).value;
  cost::warn_of_doubts(profile, log);
  return profile;
}

CLI::Option* add_repeated(CLI::App& app, const std::string& flag, std::string& first,
                          std::vector<std::string>& more, const std::string& text) {
  return app
      .add_option_function<std::vector<std::string>>(
          flag,
          [&first, &more](const std::vector<std::string>& values) {
            first = values.front();
            more.assign(values.begin() + 1, values.end());
          },
          text)
      ->allow_extra_args(false);
}

void add_pair_options(CLI::App& app, ProblemOptions& options) {
  const auto add = [&](const char* flag, auto& target, const char* text) {
    app.add_option(flag, target, text)->group("Data");
  };
  add("--base", options.base, "prediction set of the base model: .npz, folder of .npy, or .csv");
  add_repeated(app, "--cloud", options.cloud, options.more_clouds,
               "prediction set of the cloud model on the same examples")
      ->group("Data");
  add("--tune-base", options.tune_base,
      "prediction set of the base on other examples, for tuning (default: a part of --base)");
  add_repeated(app, "--tune-cloud", options.tune_cloud, options.more_tune_clouds,
               "prediction set of the cloud model on the examples of --tune-base")
      ->group("Data");
  add("--scores", options.scores,
      "own routing scores of the examples of --base, larger: more worth sending; .npz or folder with `scores` or "
      "`score_NAME`, .npy, or .csv");
  add("--tune-scores", options.tune_scores, "the same for the examples of --tune-base");
  const auto config = std::make_shared<config::PairConfig>();
  add_config_flags(
      app, config::Description([config](config::Fields& f) { describe(f, *config); }),
      {{.key = "seed", .names = "--seed", .then = [config, &options] { options.seed = config->seed; }},
       {.key = "tune_fraction",
        .names = "--tune-fraction",
        .then = [config, &options] { options.tune_fraction = config->tune_fraction; }},
       {.key = "cross_fit",
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
  add_repeated(
      app, "--profile", options.profile, options.more_profiles,
      "cost profile: a name of configs/systems or a file (default: the run's own, else paper-table3)");
}

namespace {

/// @throws UsageError if a command of one cloud model got several
void refuse_more_tiers(const ProblemOptions& options) {
  if (!options.more_clouds.empty() || !options.more_tune_clouds.empty())
    throw UsageError(fmt::format(
        "{} is given several times, but this command takes one cloud model: `hybrid evaluate` and "
        "`hybrid tune` take several tiers (payloads of one cloud model are a list: --cloud "
        "a.npz,b.npz)",
        options.more_clouds.empty() ? "--tune-cloud" : "--cloud"));
  if (!options.more_profiles.empty())
    throw UsageError(
        "--profile is given several times; give it once, or once for each hop with several --cloud");
}

/// @throws DataError if there is no such file and the name looks like a list
void refuse_list(const std::string& cloud) {
  std::error_code ignored;  // an inaccessible path counts as missing
  if (cloud.find(',') != std::string::npos && !std::filesystem::exists(cloud, ignored))
    throw DataError(cloud,
                    "is not there; a list is for `hybrid tune --payload auto`, several tiers repeat --cloud");
}

}  // namespace

workflows::PredictionFiles files_of(const ProblemOptions& options) {
  refuse_more_tiers(options);
  if (!options.run.empty()) throw UsageError("give either --run or --base and --cloud");
  if (options.base.empty() || options.cloud.empty())
    throw UsageError("give both --base and --cloud: the two models' outputs on the same examples");
  refuse_list(options.cloud);
  if (options.tune_base.empty() != options.tune_cloud.empty())
    throw UsageError("give both --tune-base and --tune-cloud, or neither");
  if (!options.tune_scores.empty() && options.tune_base.empty())
    throw UsageError("--tune-scores goes with --tune-base: one set is split together with --scores");
  if (options.cross_fit && !options.tune_base.empty())
    throw UsageError(
        "--cross-fit tunes on halves of --base and --cloud: leave out --tune-base and --tune-cloud");
  if (!options.tune_base.empty() && options.given.contains("tune_fraction"))
    throw UsageError("--tune-base and --tune-cloud are the tuning part: leave out --tune-fraction");
  if (options.cross_fit && options.tune_fraction)
    throw UsageError("--cross-fit cuts into halves: leave out --tune-fraction");
  return {.base = options.base,
          .cloud = options.cloud,
          .tune_base = options.tune_base,
          .tune_cloud = options.tune_cloud,
          .scores = options.scores,
          .tune_scores = options.tune_scores};
}

namespace {

/// Checks that a run is not combined with options for files.
/// @throws UsageError if it is
void check_run(const ProblemOptions& options) {
  if (!options.tune_base.empty() || !options.tune_cloud.empty() || options.tune_fraction ||
      options.cross_fit || options.seed || !options.utility.empty() || !options.scores.empty() ||
      !options.tune_scores.empty())
    throw UsageError(
        "--tune-base, --tune-cloud, --scores, --tune-fraction, --cross-fit, --utility and --seed go with --base "
        "and --cloud; a run has its own");
}

}  // namespace

workflows::ProblemSource source_of(const ProblemOptions& options, Logger& log) {
  refuse_more_tiers(options);
  if (!options.base.empty() || !options.cloud.empty()) {
    return {.files = files_of(options),
            .tune_fraction = options.tune_fraction.value_or(0.5),
            .cross_fit = options.cross_fit,
            .seed = static_cast<std::uint64_t>(options.seed.value_or(1)),
            .utility = options.utility.empty() ? "accuracy" : options.utility,
            .certify = options.certify};
  }
  check_run(options);
  if (!options.run.empty()) return {.run = options.run};
  const runs::FinishedRun newest = runs::newest_run(results_folder());
  log.info("run: {}", newest.path().string());
  return {.run = newest.path()};
}

ProblemOptions with_newest_run(ProblemOptions options, Logger& log) {
  if (options.run.empty() && options.base.empty() && options.cloud.empty())
    options.run = source_of(options, log).run.string();
  return options;
}

workflows::LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                                      Logger& log) {
  require_distinct("--methods", methods);
  const workflows::FindProfile find = [&log](const std::string& name) { return find_profile(name, log); };
  return load_problem(source_of(options, log), methods, options.profile, find, log);
}

}  // namespace hybrid::cli
