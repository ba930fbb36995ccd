#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/findings.h"

namespace hybrid::config {

/// YAML as a config uses it: texts, lists and maps, each with its place. Values stay text until a field says
/// what they are, so that `010`, `no` and `.nan` mean what is written there.
struct YamlNode {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Location at = {};       ///< of the value; of its key where that is the better place (null, list, map)
  std::string text = {};  ///< of a scalar
  bool quoted = false;    ///< or a block text: never a number or a bool
  std::vector<YamlNode> children = {};  ///< of a list or map, in file order
  std::string key = {};                 ///< in the map it is a child of; unique there
  Location key_at = {};

  /// The child of a map, or nullptr.
  const YamlNode* find(std::string_view child_key) const;
  YamlNode* find(std::string_view child_key);
};

/// Parses one YAML document; no text at all is a null. Refused: what is not YAML, a second document, keys
/// that are no text, anchors, aliases, merge keys, tags. Of duplicate keys, reported too, the tree holds the
/// first.
/// @param start where the text begins, {file, 1, 1}; a start on line 0 (a --set) is the place of everything
/// in it.
/// @return nothing if the text was refused; the report says why.
std::optional<YamlNode> parse_yaml(std::string_view text, const Location& start, ConfigReport& report);

}  // namespace hybrid::config
