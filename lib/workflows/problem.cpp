#include "workflows/problem.h"

#include <algorithm>
#include <initializer_list>

#include "audit/outputs.h"
#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "cost/plausible.h"
#include "eval/cross_fitting.h"
#include "eval/split.h"
#include "eval/workload.h"
#include "predictions/score_file.h"
#include "routing/scores.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"
#include "workflows/run_options.h"

namespace hybrid::workflows {

ProblemSource source_of(const PredictionFiles& files, const config::PairConfig& config) {
  return {.files = files,
          .tune_fraction = config.tune_fraction,
          .cross_fit = config.cross_fit,
          .seed = static_cast<std::uint64_t>(config.seed),
          .utility = config.utility,
          .certify = config.confidence.has_value()};
}

SeedTree evaluation_seed(const ProblemSource& source) {
  return SeedTree(source.seed).at("evaluate");
}

namespace {

/// Checks a source that consists of files.
/// @throws InvalidArgument if it contradicts itself
void check(const ProblemSource& source) {
  const PredictionFiles& files = source.files;
  if (files.base.empty() || files.cloud.empty())
    throw InvalidArgument("the sets of base and cloud go together: two models' outputs on the same examples");
  if (files.tune_base.empty() != files.tune_cloud.empty())
    throw InvalidArgument("the tuning sets of base and cloud go together");
  if (!files.tune_scores.empty() && files.tune_base.empty())
    throw InvalidArgument("scores of tuning examples go with the sets for tuning");
  if (source.cross_fit && !files.tune_base.empty())
    throw InvalidArgument(
        "cross-fitting tunes on halves of the one pair, so there can be no sets for tuning");
  if (!(source.tune_fraction > 0 && source.tune_fraction < 1))
    throw InvalidArgument(
        fmt::format("the share for tuning is {}, must lie between 0 and 1", shortest(source.tune_fraction)));
}

void read_scores(const std::string& path, predictions::PredictionSet& base, Logger& log) {
  if (path.empty()) return;
  const predictions::ScoreFile file = predictions::read_score_file(path);
  for (const auto& warning : file.warnings) log.warn("{}: {}", file.source, warning);
  predictions::add_scores(file, base);
}

predictions::PredictionPair read_pair(const std::string& base, const std::string& cloud,
                                      const std::string& scores, const std::vector<std::string>& methods,
                                      Logger& log) {
  predictions::PredictionPair pair = predictions::pair_predictions(
      predictions::read_prediction_set(base, {.keep_logits = eval::needs_logits(methods)}),
      predictions::read_prediction_set(cloud));
  for (const auto* set : {&pair.base, &pair.cloud})
    for (const auto& warning : set->warnings) log.warn("{}: {}", set->source, warning);
  if (!pair.cloud.scores.empty() && cloud != base)
    log.warn("{}: scores are not used here; save them with the base's outputs", pair.cloud.source);
  read_scores(scores, pair.base, log);
  return pair;
}

/// Warns once of features that no method reads: `knn` compares inputs by those of the base.
void warn_of_features(std::initializer_list<const predictions::PredictionPair*> pairs, Logger& log) {
  std::vector<std::string> sources;
  for (const auto* pair : pairs)
    if (!pair->cloud.features.empty()) sources.push_back(pair->cloud.source);
  if (!sources.empty())
    log.warn("{}: features of the cloud model are not used, those of the base are (by knn)", join(sources));
}

/// Budgets are tuned on one part and evaluated on the other, so only measurements present in both are kept.
void keep_common_measurements(predictions::PredictionSet& tune, predictions::PredictionSet& test,
                              Logger& log) {
  for (const auto& [name, values] : {std::pair("payload_bytes", &predictions::PredictionSet::payload_bytes),
                                     std::pair("latency_ms", &predictions::PredictionSet::latency_ms)}) {
    if ((tune.*values).empty() == (test.*values).empty()) continue;
    const auto& [with, without] = (tune.*values).empty() ? std::pair(&test, &tune) : std::pair(&tune, &test);
    log.warn("{}: {} is not used, because {} has none", with->source, name, without->source);
    (tune.*values).clear();
    (test.*values).clear();
  }
}

LoadedPairs with_tuning_pair(predictions::PredictionPair tune, predictions::PredictionPair test,
                             Logger& log) {
  warn_of_same_examples(tune, test, log);
  keep_common_measurements(tune.base, test.base, log);
  keep_common_measurements(tune.cloud, test.cloud, log);
  return {.tune = std::move(tune), .test = std::move(test)};
}

}  // namespace

void warn_of_same_examples(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                           Logger& log) {
  if (eval::fingerprint(tune) == eval::fingerprint(test))
    log.warn(
        "{}: the tuning set holds the same examples as the test set, so what is reported is too good; "
        "give other examples, or no sets for tuning, and one pair is split",
        tune.base.source);
}

LoadedPairs load_pairs(const ProblemSource& source, const std::vector<std::string>& methods, Logger& log,
                       bool keep_whole) {
  check(source);
  const PredictionFiles& files = source.files;
  predictions::PredictionPair pair = read_pair(files.base, files.cloud, files.scores, methods, log);
  if (!files.tune_base.empty()) {
    predictions::PredictionPair tune =
        read_pair(files.tune_base, files.tune_cloud, files.tune_scores, methods, log);
    warn_of_features({&pair, &tune}, log);
    return with_tuning_pair(std::move(tune), std::move(pair), log);
  }
  warn_of_features({&pair}, log);

  const SeedTree seed = evaluation_seed(source);
  if (source.cross_fit) {
    const auto& ids = pair.base.ids.empty() ? pair.cloud.ids : pair.base.ids;
    auto half = eval::halves_by_id(pair.base.labels, ids, seed);
    return {.test = std::move(pair), .half = std::move(half)};
  }

  eval::Split split = eval::stratified_split(pair.base.labels, source.tune_fraction, seed);
  if (split.first.empty() || split.second.empty())
    throw DataError(files.base, fmt::format("a tuning share of {} of {} examples leaves one part empty",
                                            shortest(source.tune_fraction), pair.base.size()));
  LoadedPairs loaded{.tune = predictions::select(pair, split.first),
                     .test = predictions::select(pair, split.second),
                     .tune_rows = std::move(split.first)};
  if (keep_whole) loaded.whole = std::move(pair);
  return loaded;
}

std::vector<std::size_t> used_rows(const LoadedPairs& pairs, const config::PairConfig& config,
                                   SeedTree seed) {
  const auto limit = static_cast<std::size_t>(config.tune_limit);
  const std::size_t n = pairs.tune.size();
  if (limit == 0) return {};
  if (limit >= n && config.repeats > 1 && pairs.tune_rows.empty())
    throw InvalidArgument(
        fmt::format("tune_limit is {}, there are {} tuning examples: all repeats would be the same; lower "
                    "it, or leave out the repeats",
                    limit, n));
  return limit < n ? eval::stratified_sample(pairs.tune.base.labels, limit, seed)
                   : std::vector<std::size_t>{};
}

LoadedProblem problem_of(const ProblemSource& source, const LoadedPairs& pairs,
                         const std::vector<std::string>& methods, Logger& log) {
  LoadedProblem loaded{.name = std::filesystem::path(source.files.base).stem().string()};
  // Read first: if it throws, GCC 12 would destroy the methods of a half-made argument twice.
  eval::Utility utility = eval::read_utility(source.utility);
  loaded.problem =
      eval::make_problem(pairs.tune, pairs.test, pairs.half,
                         {.methods = methods, .utility = std::move(utility), .certify = source.certify},
                         evaluation_seed(source), log);
  loaded.workload = eval::workload_of(pairs.test);
  return loaded;
}

eval::RoutingProblem confidence_only(eval::RoutingProblem problem) {
  std::erase_if(problem.methods, [](const eval::Method& method) {
    return method.kind != eval::MethodKind::on_device &&
           std::ranges::find(routing::confidence_measures(), method.measure,
                             &routing::ConfidenceMeasure::name) == routing::confidence_measures().end();
  });
  return problem;
}

namespace {

/// Returns the profile `name`; if empty, the first of the run's own, or kDefaultProfile for files.
/// @param run its folder; empty for files
/// @throws DataError for a run without a profile: prices of another one could be mistaken for its own
cost::SystemProfile choose_profile(const std::vector<cost::SystemProfile>& own, const std::string& name,
                                   const std::filesystem::path& run, const FindProfile& find_profile) {
  if (name.empty() && own.empty() && !run.empty())
    throw DataError(run, "holds no cost profile (systems/*.yaml); name one, or make the run again");
  if (name.empty()) return own.empty() ? find_profile(kDefaultProfile) : own.front();
  const auto found = std::ranges::find(own, name, &cost::SystemProfile::name);
  return found != own.end() ? *found : find_profile(name);
}

}  // namespace

LoadedProblem load_problem(const ProblemSource& source, const std::vector<std::string>& methods,
                           const std::string& profile, const FindProfile& find_profile, Logger& log) {
  LoadedProblem loaded;
  std::vector<cost::SystemProfile> own_profiles;
  if (source.run.empty()) {
    const LoadedPairs pairs = load_pairs(source, methods, log);
    warn_of_outputs(pairs, log);
    loaded = problem_of(source, pairs, methods, log);
  } else {
    const runs::FinishedRun run(source.run);
    runs::StoredProblem stored = runs::read_routing_problem(run);
    loaded = {.name = run.name(), .problem = std::move(stored.problem), .workload = stored.workload};
    loaded.battery = battery_of(run);
    own_profiles = profiles_of(run);
  }
  // Reports what is called accuracy, unless it is the share of correct predictions.
  if (!loaded.problem.accuracy.plain()) log.info("accuracy: {}", eval::in_words(loaded.problem.accuracy));
  if (!find_profile) return loaded;
  loaded.profile = choose_profile(own_profiles, profile, source.run, find_profile);
  warn_of_ignored_costs(loaded.profile, loaded.problem, log);
  cost::warn_of_slow_sending(loaded.profile, loaded.workload, log);
  return loaded;
}

void warn_of_outputs(const LoadedPairs& pairs, Logger& log, bool base_alone) {
  std::vector<audit::AuditWarning> warnings = audit::check_outputs(pairs.test);
  const bool own_tuning_files = pairs.tune.size() > 0 && pairs.tune_rows.empty();
  if (own_tuning_files)
    for (auto& warning : audit::check_outputs(pairs.tune))
      // What is wrong in both is said once.
      if (std::ranges::find(warnings, warning.check, &audit::AuditWarning::check) == warnings.end())
        warnings.push_back(std::move(warning));
  if (base_alone)
    std::erase_if(warnings, [](const auto& warning) { return warning.check == audit::kSameOutputs; });
  if (auto few = audit::few_examples(pairs.tune.size(), pairs.test.size()))
    warnings.push_back(std::move(*few));
  audit::log_warnings(warnings, log);
}

void warn_of_ignored_costs(const cost::SystemProfile& profile, const eval::RoutingProblem& problem,
                           Logger& log) {
  const cost::MeasuredUse use = cost::use_of(profile, problem.test_inputs);
  if (!use.ignored.empty()) log.warn("{}", cost::ignored_warning(profile, use.ignored));
}

}  // namespace hybrid::workflows
