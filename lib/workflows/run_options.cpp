#include "workflows/run_options.h"

#include "config/load.h"
#include "config/yaml_tree.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid::workflows {

eval::PointOptions point_options_of(const runs::FinishedRun& run) {
  eval::PointOptions options;
  if (!run.has("config.yaml")) return options;
  const std::filesystem::path file = run.verified("config.yaml");
  config::ConfigReport report;
  // Two values alone: runs of different commands have different configs around them.
  const auto root = config::parse_yaml(read_file(file), {file.string(), 1, 1}, report);
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  if (!root) return options;
  if (const auto* confidence = root->find("confidence")) options.confidence = parse_double(confidence->text);
  const auto* evaluation = root->find("evaluation");
  const auto* word = evaluation != nullptr ? evaluation->find("recalibrate") : nullptr;
  if (word != nullptr)
    for (const auto& [value, name] : config::kRecalibrationNames)
      if (word->text == name) options.recalibrate = value;
  return options;
}

std::vector<cost::SystemProfile> profiles_of(const runs::FinishedRun& run) {
  std::vector<cost::SystemProfile> profiles;
  for (const runs::FileRecord& output : run.manifest().outputs)
    if (output.path.starts_with("systems/"))
      profiles.push_back(config::load<cost::SystemProfile>(run.verified(output.path)).value);
  return profiles;
}

}  // namespace hybrid::workflows
