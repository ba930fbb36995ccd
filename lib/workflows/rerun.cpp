#include "workflows/rerun.h"

#include <algorithm>

#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "runs/check_run.h"
#include "workflows/evaluate_run.h"
#include "workflows/run_options.h"
#include "workflows/tiers.h"

namespace hybrid::workflows {

namespace {

constexpr const char* kUtility = "utility";

/// Returns the run's inputs as the evaluation's files.
/// @throws DataError for an input that this version does not know
PredictionFiles files_of(const runs::FinishedRun& run) {
  PredictionFiles files;
  for (const runs::FileRecord& input : run.manifest().inputs) {
    if (input.role == kUtility) continue;
    const auto known = std::ranges::find(kFileRoles, input.role, [](const auto& role) { return role.first; });
    if (known == kFileRoles.end())
      throw DataError(run.path(), fmt::format("was made with an input that `rerun` cannot give again ({}); "
                                              "give its command again: {}",
                                              input.role, run.manifest().command_line));
    files.*(known->second) = input.path;
  }
  return files;
}

/// @throws DataError for a run without a profile
std::vector<cost::SystemProfile> required_profiles(const runs::FinishedRun& run) {
  std::vector<cost::SystemProfile> profiles = profiles_of(run);
  if (profiles.empty()) throw DataError(run.path(), "holds no cost profile (systems/*.yaml)");
  return profiles;
}

/// Returns the config, with the run's own copy of a table of utilities.
config::PairConfig config_of(const runs::FinishedRun& run) {
  config::PairConfig config = config::load<config::PairConfig>(run.verified("config.yaml")).value;
  if (config.utility.ends_with(".csv")) config.utility = run.verified(config.utility);
  return config;
}

runs::ExperimentRecord experiment_of(const runs::FinishedRun& run) {
  runs::ExperimentRecord experiment = run.manifest().experiment;
  if (experiment.name.empty()) experiment.name = run.name();
  return experiment;
}

/// Returns the source of a run of several tiers.
TierSource tiers_of(const runs::FinishedRun& run, const config::PairConfig& config) {
  TierSource source{.tiers = {},
                    .tune_tiers = {},
                    .scores = {},
                    .tune_scores = {},
                    .tune_fraction = config.tune_fraction,
                    .seed = static_cast<std::uint64_t>(config.seed),
                    .utility = config.utility,
                    .method = config.methods.empty() ? "" : config.methods.front(),
                    .profiles = required_profiles(run)};
  for (const runs::FileRecord& input : run.manifest().inputs) {
    if (input.role.starts_with("tier ")) source.tiers.push_back(input.path);
    if (input.role.starts_with("tune tier ")) source.tune_tiers.push_back(input.path);
    if (input.role == "scores") source.scores = input.path;
    if (input.role == "tune scores") source.tune_scores = input.path;
  }
  return source;
}

}  // namespace

void require_inputs(const runs::FinishedRun& run) {
  std::vector<runs::FileFault> faults = runs::check_inputs(run.manifest());
  std::erase_if(faults, [](const runs::FileFault& fault) { return fault.role == kUtility; });
  if (faults.empty()) return;
  const runs::FileFault& first = faults.front();
  std::vector<std::string> others;
  for (const auto& fault : std::span(faults).subspan(1))
    others.push_back(fmt::format("{} ({})", fault.path, fault.role));
  throw DataError(
      first.path,
      fmt::format("{}, so that {} cannot be made again: it was its input '{}' with a SHA-256 that begins "
                  "with {}{}; put the file back",
                  first.kind == runs::FileFault::Kind::input_missing ? "is gone" : "has changed",
                  run.path().string(), first.role, runs::short_hash(first.then),
                  others.empty() ? "" : fmt::format("; likewise {}", join(others))));
}

MadeRun evaluate_again(const runs::FinishedRun& run, const std::filesystem::path& out, bool force,
                       Logger& log) {
  require_inputs(run);
  const config::PairConfig config = config_of(run);
  const auto begin = [&] { log.info("evaluating again, into {}", out.string()); };
  if (run.has("tiers.json")) {
    const TiersRequest request{.source = tiers_of(run, config),
                               .config = config,
                               .out = out,
                               .force = force,
                               .experiment = experiment_of(run)};
    begin();
    return evaluate_tiers(request, log);
  }
  const EvaluateRequest request{.files = files_of(run),
                                .config = config,
                                .profile = required_profiles(run).front(),
                                .out = out,
                                .force = force,
                                .experiment = experiment_of(run)};
  begin();
  return evaluate_run(request, log);
}

}  // namespace hybrid::workflows
