#include "config/load.h"

#include "config/overrides.h"
#include "config/reader.h"
#include "config/yaml_tree.h"

namespace hybrid::config {
namespace {

/// Returns the file's tree; a file without any key is an empty map.
YamlNode parse_root(std::string_view text, const std::string& file, ConfigReport& report) {
  const Location start{file, 1, 1};
  auto root = parse_yaml(text, start, report);
  if (root && root->kind == YamlNode::Kind::null) root = YamlNode{.kind = YamlNode::Kind::map, .at = start};
  if (root && root->kind != YamlNode::Kind::map) report.add(root->at, "a config must be 'key: value' lines");
  if (!root || root->kind != YamlNode::Kind::map) throw ConfigError(std::move(report.diagnostics));
  return *std::move(root);
}

}  // namespace

std::string origin_of(const KeyPlaces& places, std::string_view key) {
  const auto place = places.find(key);
  return place == places.end() ? "default" : to_string(place->second);
}

void read_config(std::string_view text, const std::filesystem::path& file, std::span<const std::string> sets,
                 const FlagValues& last, const Description& description, ConfigReport& report) {
  YamlNode root = parse_root(text, file.string(), report);
  apply_overrides(root, sets, report);
  report.places[""] = {file.string(), 1, 1};
  read_fields(root, file.parent_path(), description, report);
  if (last) last(description, report);
}

}  // namespace hybrid::config
