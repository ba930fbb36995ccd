#include "workflows/run_battery.h"

#include "config/reader.h"
#include "config/yaml_tree.h"
#include "core/files.h"

namespace hybrid::workflows {

config::BatteryConfig battery_of(const runs::FinishedRun& run) {
  config::BatteryConfig battery;
  if (!run.has("config.yaml")) return battery;
  const std::filesystem::path file = run.verified("config.yaml");
  config::ConfigReport report;
  // The section alone: runs of different commands have different configs around it.
  const auto root = config::parse_yaml(read_file(file), {file.string(), 1, 1}, report);
  const config::YamlNode* node = root ? root->find("evaluation") : nullptr;
  if (node != nullptr) node = node->find("battery");
  if (node != nullptr && node->kind == config::YamlNode::Kind::map)
    config::read_fields(
        *node, file.parent_path(), [&battery](config::Fields& f) { describe(f, battery); }, report);
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return battery;
}

}  // namespace hybrid::workflows
