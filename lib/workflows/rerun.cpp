#include "workflows/rerun.h"

#include <algorithm>

#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "runs/check_run.h"
#include "runs/run_list.h"

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

/// Returns the profile that the run keeps a copy of.
cost::SystemProfile profile_of(const runs::FinishedRun& run) {
  const auto& outputs = run.manifest().outputs;
  const auto copy = std::ranges::find_if(
      outputs, [](const runs::FileRecord& output) { return output.path.starts_with("systems/"); });
  if (copy == outputs.end()) throw DataError(run.path(), "holds no cost profile (systems/*.yaml)");
  return config::load<cost::SystemProfile>(run.verified(copy->path)).value;
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

EvaluateRequest request_again(const runs::FinishedRun& run, const std::filesystem::path& out) {
  HYBRID_CHECK(runs::made_by(run) == "evaluate", "{} is a run of {}", run.path().string(),
               runs::made_by(run));
  require_inputs(run);
  EvaluateRequest request{.files = files_of(run),
                          .config = config::load<config::PairConfig>(run.verified("config.yaml")).value,
                          .profile = profile_of(run),
                          .out = out,
                          .experiment = run.manifest().experiment};
  if (request.experiment.name.empty()) request.experiment.name = run.name();
  if (std::string& utility = request.config.utility; utility.ends_with(".csv"))
    utility = run.verified(utility);
  return request;
}

}  // namespace hybrid::workflows
