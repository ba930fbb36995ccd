#include "reproduce/runs.h"

#include <algorithm>

#include "config/experiment.h"
#include "config/writer.h"
#include "core/build_info.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

/// What must be equal in two configs of one experiment: everything but what the machine decides.
std::string comparable(ExperimentConfig config) {
  config.compute = Compute::cpu;
  config.threads = 1;
  config.seed = 1;
  for (auto& system : config.systems) system = fs::path(system).filename();
  return to_yaml(config);
}

/// The lines of a resolved config, each with its sections in front: "router.epochs: 50".
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

/// The settings that one config has and the other has not.
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

/// The arguments of a command line as the manifest keeps it. Those that matter here need no quotes.
std::vector<std::string> values_of(const std::vector<std::string>& words, std::string_view flag) {
  std::vector<std::string> values;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == flag) values.push_back(words[i + 1]);
  return values;
}

/// A run that was made under another name is another experiment.
void require_same_name(const FinishedRun& run, const std::string& name) {
  const auto outs = values_of(split(run.manifest().command_line, ' '), "--out");
  if (outs.empty()) return;
  const std::string made = fs::path(outs.back()).filename().string();
  if (made != name.substr(0, name.find('/')))  // of a folder of runs, the folder's
    throw DataError(run.path(), fmt::format("was made as {}, not as {}; make it again", made, name));
}

/// "quickstart-seed2" must have been trained with seed 2.
void require_same_seed(const FinishedRun& run, const std::string& name) {
  const auto at = name.rfind("-seed");
  if (at == std::string::npos) return;
  const auto seed = parse_integer(name.substr(at + 5));
  if (seed && static_cast<std::int64_t>(run.manifest().seed) != *seed)
    throw DataError(run.path(),
                    fmt::format("was made with seed {}, not {}; make it again", run.manifest().seed, *seed));
}

/// A training run must have the config that its command makes today.
void require_same_config(const FinishedRun& run, const fs::path& folder) {
  const auto words = split(run.manifest().command_line, ' ');
  const auto configs = values_of(words, "--config");
  if (configs.empty()) return;  // an evaluation: its inputs decide
  const fs::path file = folder / fs::path(configs.front()).filename();
  if (!fs::exists(file)) return;  // of somebody else's
  // The run keeps its config; files that it names are looked for where today's config looks for them.
  const std::string made =
      comparable(load_text<ExperimentConfig>(read_file(run.verified("config.yaml")), file).value);
  const std::string today = comparable(load_experiment(file, values_of(words, "--set")).value);
  if (made != today)
    throw DataError(run.path(), fmt::format("was made by another {} than today's; make it again:{}",
                                            file.string(), difference(made, today)));
}

}  // namespace

const Run* Runs::find(const std::string& name) {
  if (const auto known = found_.find(name); known != found_.end()) return &known->second;
  for (const auto& folder : folders_) {
    if (!fs::exists(folder / name / "manifest.json")) continue;
    FinishedRun run(folder / name);
    if (run.manifest().version != build_info().version)
      throw DataError(run.path(), fmt::format("was made by version {}, this is {}; make it again",
                                              run.manifest().version, build_info().version));
    require_same_name(run, name);
    require_same_seed(run, name);
    require_same_config(run, configs_);
    auto curves = read_curves(run);
    return &found_.emplace(name, Run{std::move(run), std::move(curves)}).first->second;
  }
  if (std::ranges::find(missing_, name) == missing_.end()) missing_.push_back(name);
  return nullptr;
}

bool Runs::has(const std::string& name) const {
  return std::ranges::any_of(
      folders_, [&](const fs::path& folder) { return fs::exists(folder / name / "manifest.json"); });
}

std::vector<const Run*> Runs::seeds(const std::string& name) {
  std::vector<const Run*> runs;
  for (int seed = 1; seed <= kSeeds; ++seed)
    if (const Run* run = find(fmt::format("{}-seed{}", name, seed))) runs.push_back(run);
  // A mean over fewer would pass for one over all.
  return runs.size() == kSeeds ? runs : std::vector<const Run*>{};
}

}  // namespace hybrid
