#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/findings.h"

namespace hybrid::config {

/// The subset of YAML used by configs: texts, lists and maps, each with its location. Values remain text
/// until a field determines their type, so that `010`, `no` and `.nan` keep their text.
struct YamlNode {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Location at = {};                     ///< location of the value, or of its key for null and map
  std::string text = {};                ///< of a scalar
  bool quoted = false;                  ///< quoted or block text: never a number or a bool
  std::vector<YamlNode> children = {};  ///< of a list or map, in file order
  std::string key = {};                 ///< in the parent map; unique there
  Location key_at = {};

  /// Returns the child of a map, or nullptr.
  const YamlNode* find(std::string_view child_key) const;
  YamlNode* find(std::string_view child_key);
};

/// Parses one YAML document; an empty text is a null. Rejects invalid YAML, a second document, keys that are
/// not texts, anchors, aliases, merge keys and tags. Duplicate keys are reported, and the tree contains the
/// first.
/// @param start location of the beginning of the text, {file, 1, 1}; with line 0 (a --set), the location of
/// everything in the text
/// @return std::nullopt if the text was rejected; the report contains the reason
std::optional<YamlNode> parse_yaml(std::string_view text, const Location& start, ConfigReport& report);

}  // namespace hybrid::config
