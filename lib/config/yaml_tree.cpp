// Built from yaml-cpp's events instead of its nodes: lookup in a YAML::Node silently takes the first of two
// equal keys, resolves aliases, and does not know which values were quoted. yaml-cpp 0.7 also accepts an
// unclosed quote at the end of the file, and treats byte 4 as the end of the file; both are rejected here.

#include "config/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "core/limits.h"
#include "core/text.h"

namespace hybrid::config {
namespace {

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const Location& start, ConfigReport& report)
      : text_(text), start_(start), report_(report), root_{.at = start} {}

  Location place(const YAML::Mark& mark) const {
    if (start_.line == 0) return start_;
    if (mark.is_null()) return start_;
    return {start_.file, start_.line + mark.line, mark.column + 1};
  }

  /// Returns the tree, or std::nullopt if something was found that configs do not use.
  std::optional<YamlNode> tree() && {
    if (refused_) return {};
    return std::move(root_);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ < 2) return;
    const auto i = static_cast<std::size_t>(std::max(mark.pos, 0));
    if (i < text_.size() && text_[i] == ',')
      refuse(mark, "a comma that no list in [ ] and no map in { } surrounds; leave it out");
    else
      refuse(mark, "a second document starts here, a config is one document");
  }
  bool has_second_document() const { return documents_ > 1; }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_extras(mark, anchor, "");
    attach({.kind = YamlNode::Kind::null, .at = place(mark)});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases (*) are not supported, write the value out");
    attach({.at = place(mark)});
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool quoted = tag == "!";  // yaml-cpp's tag for quoted and block texts; plain ones have "?"
    refuse_extras(mark, anchor, tag);
    if (quoted) refuse_unclosed_quote(mark);
    attach({.kind = YamlNode::Kind::scalar, .at = place(mark), .text = value, .quoted = quoted});
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_extras(mark, anchor, tag);
    open_.push_back({.node = {.kind = YamlNode::Kind::list, .at = place(mark)}});
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_extras(mark, anchor, tag);
    open_.push_back({.node = {.kind = YamlNode::Kind::map, .at = place(mark)}});
  }
  void OnMapEnd() override { close(); }

 private:
  void refuse(const Location& where, std::string message) {
    refused_ = true;
    report_.add(where, std::move(message));
  }
  void refuse(const YAML::Mark& mark, std::string message) { refuse(place(mark), std::move(message)); }

  void refuse_extras(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) {
    if (anchor != 0) refuse(mark, "anchors (&) are not supported, write the value out where it is used");
    if (!tag.empty() && tag != "?" && tag != "!")
      refuse(mark, fmt::format("tags ({}) are not supported, write the value without one", tag));
  }

  void refuse_unclosed_quote(const YAML::Mark& mark) {
    auto i = static_cast<std::size_t>(std::max(mark.pos, 0));
    const char quote = i < text_.size() ? text_[i] : ' ';
    if (quote != '"' && quote != '\'') return;
    for (++i; i < text_.size(); ++i) {
      const bool escape = quote == '"' ? text_[i] == '\\' : text_.substr(i, 2) == "''";
      if (escape)
        ++i;
      else if (text_[i] == quote)
        return;
    }
    refuse(mark, fmt::format("this {} is never closed", quote));
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(node));
  }

  /// Attaches a finished node: as the root, a list entry, a map's next key or that key's value.
  void attach(YamlNode node) {
    if (open_.empty()) {
      if (documents_ == 1) root_ = std::move(node);
    } else if (open_.back().node.kind == YamlNode::Kind::list) {
      open_.back().node.children.push_back(std::move(node));
    } else if (!open_.back().key) {
      check_key(node);
      open_.back().key = std::move(node);
    } else {
      const YamlNode key = *std::exchange(open_.back().key, {});
      add_entry(open_.back(), key, std::move(node));
    }
  }

  void check_key(const YamlNode& key) {
    if (key.kind != YamlNode::Kind::scalar)
      refuse(key.at, "a key must be a text");
    else if (key.text == "<<" && !key.quoted)
      refuse(key.at, "merge keys (<<) are not supported, write the keys out");
  }

  struct OpenNode {
    YamlNode node;
    std::optional<YamlNode> key = {};                 ///< of a map: the key that waits for its value
    std::unordered_map<std::string, int> lines = {};  ///< of a map: of its keys
  };

  void add_entry(OpenNode& map, const YamlNode& key, YamlNode value) {
    if (const auto [first, is_new] = map.lines.emplace(key.text, key.at.line); !is_new) {
      const std::string where = start_.line == 0 ? "" : fmt::format(" (first on line {})", first->second);
      report_.add(key.at, fmt::format("duplicate key '{}'{}", key.text, where));
      return;
    }
    value.key = key.text;
    value.key_at = key.at;
    // A block map begins on the line after its key, and a null has no location.
    if (value.kind == YamlNode::Kind::map || value.kind == YamlNode::Kind::null) value.at = key.at;
    map.node.children.push_back(std::move(value));
  }

  std::string_view text_;
  Location start_;
  ConfigReport& report_;
  int documents_ = 0;
  bool refused_ = false;
  std::vector<OpenNode> open_;
  YamlNode root_;
};

/// Returns the position of the first byte in `text` that is not allowed in YAML.
std::optional<std::size_t> find_control_character(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  if (found == text.end()) return {};
  return static_cast<std::size_t>(found - text.begin());
}

Location place_in(std::string_view text, std::size_t position, const Location& start) {
  if (start.line == 0) return start;
  const auto before = text.substr(0, position);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const auto column = position - (before.rfind('\n') + 1);  // npos + 1 is 0: the first line
  return {start.file, start.line + static_cast<int>(lines), static_cast<int>(column) + 1};
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view child_key) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const auto& child) { return child.key == child_key; });
  return found == children.end() ? nullptr : &*found;
}

YamlNode* YamlNode::find(std::string_view child_key) {
  return const_cast<YamlNode*>(std::as_const(*this).find(child_key));
}

std::optional<YamlNode> parse_yaml(std::string_view text, const Location& start, ConfigReport& report) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.size() > limits::kYaml) {
    report.add(start, fmt::format("{} bytes of YAML, at most {} are read (docs/limits.md)",
                                  with_thousands(static_cast<std::int64_t>(text.size())),
                                  with_thousands(static_cast<std::int64_t>(limits::kYaml))));
    return {};
  }
  if (const auto position = find_control_character(text)) {
    report.add(place_in(text, *position, start), fmt::format("not YAML: control character 0x{:02x}",
                                                             static_cast<unsigned char>(text[*position])));
    return {};
  }
  TreeBuilder builder(text, start, report);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // One refused document is enough. yaml-cpp never gets past a comma between documents: it would find empty
    // ones there for ever.
    while (!builder.has_second_document() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::DeepRecursion& e) {
    report.add(builder.place(e.mark), "lists and maps within each other, too deep to be a config");
    return {};
  } catch (const YAML::ParserException& e) {
    report.add(builder.place(e.mark), "not YAML: " + e.msg);
    return {};
  }
  return std::move(builder).tree();
}

}  // namespace hybrid::config
