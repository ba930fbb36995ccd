#include "workflows/run_options.h"

#include "config/load.h"
#include "config/reader.h"
#include "config/yaml_tree.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid::workflows {

namespace {

/// The config of a run, read without knowing its kind: runs of different commands have different configs.
struct RunConfig {
  std::filesystem::path file;
  std::optional<config::YamlNode> root;  ///< std::nullopt for a run without a config, or an empty one
};

/// @throws ConfigError if it is no YAML
RunConfig raw_config_of(const runs::FinishedRun& run) {
  if (!run.has("config.yaml")) return {};
  RunConfig found{.file = run.verified("config.yaml"), .root = {}};
  config::ConfigReport report;
  found.root = config::parse_yaml(read_file(found.file), {found.file.string(), 1, 1}, report);
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return found;
}

/// Returns the node of a key in the section `evaluation`, or nullptr.
const config::YamlNode* find_in_evaluation(const RunConfig& config, std::string_view key) {
  const config::YamlNode* evaluation = config.root ? config.root->find("evaluation") : nullptr;
  return evaluation != nullptr ? evaluation->find(key) : nullptr;
}

}  // namespace

eval::PointOptions point_options_of(const runs::FinishedRun& run) {
  eval::PointOptions options;
  const RunConfig config = raw_config_of(run);
  if (!config.root) return options;
  if (const auto* confidence = config.root->find("confidence"))
    options.confidence = parse_double(confidence->text);
  if (const auto* word = find_in_evaluation(config, "recalibrate"))
    for (const auto& [value, name] : config::kRecalibrationNames)
      if (word->text == name) options.recalibrate = value;
  return options;
}

config::BatteryConfig battery_of(const runs::FinishedRun& run) {
  config::BatteryConfig battery;
  const RunConfig config = raw_config_of(run);
  const config::YamlNode* node = find_in_evaluation(config, "battery");
  if (node == nullptr || node->kind != config::YamlNode::Kind::map) return battery;
  config::ConfigReport report;
  config::read_fields(
      *node, config.file.parent_path(), [&battery](config::Fields& f) { describe(f, battery); }, report);
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return battery;
}

std::vector<cost::SystemProfile> profiles_of(const runs::FinishedRun& run) {
  std::vector<cost::SystemProfile> profiles;
  for (const runs::FileRecord& output : run.manifest().outputs)
    if (output.path.starts_with("systems/"))
      profiles.push_back(config::load<cost::SystemProfile>(run.verified(output.path)).value);
  return profiles;
}

}  // namespace hybrid::workflows
