#include "config/overrides.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace hybrid::config {
namespace {

YamlNode& child_of(YamlNode& map, const std::string& key, const Location& where) {
  if (YamlNode* known = map.find(key)) return *known;
  map.children.push_back({.kind = YamlNode::Kind::map, .at = where, .key = key, .key_at = where});
  return map.children.back();
}

void apply_override(YamlNode& root, const std::string& text, ConfigReport& report) {
  std::string shown = "--set " + text;
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  const Location where{shown, 0, 0};
  const auto equals = text.find('=');
  const auto keys = split(text.substr(0, equals), '.');
  if (equals == std::string::npos ||
      std::any_of(keys.begin(), keys.end(), [](auto& key) { return key.empty(); })) {
    report.add(where, "must have the form key=value, for example router.hidden=[128,32]");
    return;
  }
  auto value = parse_yaml(text.substr(equals + 1), where, report);
  if (!value) return;

  YamlNode* node = &root;
  std::string path;
  for (const auto& key : keys) {
    if (node->kind != YamlNode::Kind::map) {
      report.add(where, fmt::format("{} is not a section ({})", path, to_string(node->at)));
      return;
    }
    node = &child_of(*node, key, where);
    path = path.empty() ? key : path + "." + key;
  }
  value->key = keys.back();
  value->key_at = where;
  *node = std::move(*value);
}

}  // namespace

void apply_overrides(YamlNode& root, std::span<const std::string> sets, ConfigReport& report) {
  for (const auto& text : sets) apply_override(root, text, report);
}

}  // namespace hybrid::config
