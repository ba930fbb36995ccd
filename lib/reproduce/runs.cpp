#include "reproduce/runs.h"

#include <algorithm>

#include "config/experiment.h"
#include "config/writer.h"
#include "core/build_info.h"
#include "core/error.h"
#include "core/text.h"
#include "cost/load_profiles.h"

namespace hybrid::reproduce {

namespace fs = std::filesystem;

namespace {

/// Returns the config without machine-dependent values, for comparing two configs of one experiment. Profiles
/// are compared by their names, because a run's config names its own copies.
std::string comparable(const config::Loaded<config::ExperimentConfig>& loaded) {
  config::ExperimentConfig config = loaded.value;
  config.compute = config::Compute::cpu;
  config.threads = 1;
  config.seed = 1;
  config.evaluation.latency_ms.clear();  // the tables have budgets of their own
  config.systems.clear();
  for (const auto& profile : cost::load_profiles(loaded.value.systems, loaded.folder))
    config.systems.push_back(profile.name);
  return config::to_yaml(config);
}

/// Returns the lines of a resolved config, each prefixed with its sections: "router.epochs: 50".
std::vector<std::string> settings(const std::string& yaml) {
  std::vector<std::string> lines, sections;
  for (const auto& line : split(yaml, '\n')) {
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) continue;
    sections.resize(indent / 2);
    const std::string text = line.substr(indent);
    if (text.ends_with(':'))
      sections.push_back(text.substr(0, text.size() - 1) + ".");
    else
      lines.push_back(join(sections, "") + text);
  }
  return lines;
}

/// Returns the settings that differ between the configs.
std::string difference(const std::string& made, const std::string& today) {
  const auto before = settings(made), now = settings(today);
  std::string text;
  const auto add = [&](const char* whose, const auto& lines, const auto& others) {
    for (const auto& line : lines)
      if (std::ranges::find(others, line) == others.end()) text += fmt::format("\n  {} {}", whose, line);
  };
  add("the run:", before, now);
  add("today:  ", now, before);
  return text;
}

/// Checks that the run's manifest names the experiment `name`.
void require_same_name(const Run& run, const std::string& name) {
  const std::string& made = run.folder.manifest().experiment.name;
  if (made.empty())
    throw DataError(run.place,
                    "its manifest.json names no experiment (an older program made it); make it again");
  if (made != name)
    throw DataError(run.place, fmt::format("was made as {}, not as {}; make it again", made, name));
}

/// Checks the seed: "quickstart-seed2" must have been trained with seed 2.
void require_same_seed(const Run& run, const std::string& name) {
  const auto at = name.rfind("-seed");
  if (at == std::string::npos) return;
  const auto seed = parse_integer(name.substr(at + 5));
  const std::uint64_t made = run.folder.manifest().seed;
  if (seed && static_cast<std::int64_t>(made) != *seed)
    throw DataError(run.place, fmt::format("was made with seed {}, not {}; make it again", made, *seed));
}

void require_same_results_version(const Run& run) {
  const int made = run.folder.manifest().results_version;
  if (made != kResultsVersion)
    throw DataError(run.place,
                    fmt::format("has results of version {}, this program makes version {}; make it again",
                                made, kResultsVersion));
}

/// Checks that a training run has the current config of its experiment.
void require_same_config(const Run& run, const fs::path& folder) {
  const runs::ExperimentRecord& experiment = run.folder.manifest().experiment;
  if (experiment.config.empty()) return;  // an evaluation is identified by its inputs
  const fs::path file = folder / experiment.config;
  if (!fs::exists(file)) return;  // an experiment of another user
  const std::string made = comparable(config::load_experiment(run.folder.verified("config.yaml")));
  const std::string today = comparable(config::load_experiment(file, experiment.overrides));
  if (made != today)
    throw DataError(run.place, fmt::format("was made by another {} than today's; make it again:{}",
                                           file.string(), difference(made, today)));
}

}  // namespace

Runs::Runs(const std::vector<fs::path>& folders, fs::path configs) : configs_(std::move(configs)) {
  for (const auto& folder : folders) folders_.push_back({folder, runs::PackedRuns(folder)});
}

bool Runs::Folder::has_folder(const std::string& run) const {
  return fs::exists(path / run / "manifest.json");
}

const Run* Runs::find(const std::string& name) {
  if (const auto known = found_.find(name); known != found_.end()) return &known->second;
  for (Folder& folder : folders_) {
    const bool is_folder = folder.has_folder(name);
    if (!is_folder && !folder.packed.has(name)) continue;
    Run run{.place = is_folder ? folder.path / name : folder.packed.place_of(name),
            .folder = is_folder ? runs::FinishedRun(folder.path / name) : folder.packed.unpack(name),
            .curves = {}};
    require_same_name(run, name);
    require_same_seed(run, name);
    require_same_results_version(run);
    require_same_config(run, configs_);
    run.curves = runs::read_curves(run.folder);
    return &found_.emplace(name, std::move(run)).first->second;
  }
  if (std::ranges::find(missing_, name) == missing_.end()) missing_.push_back(name);
  return nullptr;
}

bool Runs::has(const std::string& name) const {
  return std::ranges::any_of(
      folders_, [&](const Folder& folder) { return folder.has_folder(name) || folder.packed.has(name); });
}

std::vector<const Run*> Runs::seeds(const std::string& name) {
  std::vector<const Run*> runs;
  for (int seed = 1; seed <= kSeeds; ++seed)
    if (const Run* run = find(fmt::format("{}-seed{}", name, seed))) runs.push_back(run);
  // A mean over fewer seeds could be mistaken for one over all.
  return runs.size() == kSeeds ? runs : std::vector<const Run*>{};
}

}  // namespace hybrid::reproduce
