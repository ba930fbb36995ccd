#include "config/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "core/text.h"

namespace hybrid {
namespace {

/// The value as messages show it: 0.1, "0.1" where the file has quotes, a list, a section.
std::string seen(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "empty";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a section";
    case YamlNode::Kind::scalar:
      break;
  }
  return node.quoted ? quoted_text(node.text) : node.text;
}

bool is_file(const std::filesystem::path& path) {
  std::error_code ignored;  // what cannot be looked at is no file to us
  return std::filesystem::is_regular_file(path, ignored);
}

/// A value on its way into a member: `key` is its dotted name, "router.hidden[1]" for a list's entry.
struct Item {
  std::string key;
  const YamlNode& node;
  const FieldSpec& spec;
};

class Reader final : public Fields {
 public:
  Reader(const YamlNode& root, const std::filesystem::path& folder, ConfigReport& report)
      : folder_(folder), report_(report) {
    sections_.push_back({.path = "", .node = &root});
  }

  void finish() { report_unknown_keys(); }

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    const YamlNode* node = take(key, spec, allowed_words(value, spec));
    if (!node) return;
    const Item item{dotted(section().path, key), *node, spec};
    std::visit([&](auto* member) { read(item, *member); }, value);
  }

  std::string visit_choice(std::string_view key, const std::string& chosen,
                           std::span<const std::string> words, const FieldSpec& spec) override {
    const YamlNode* node = take(key, spec, allowed_words(words));
    if (!node) return chosen;
    if (std::find(words.begin(), words.end(), node->text) != words.end()) return node->text;
    refuse({dotted(section().path, key), *node, spec},
           allowed_words(words) + did_you_mean(node->text, words));
    return chosen;
  }

  void begin_section(std::string_view key, const FieldSpec& spec) override {
    const std::string path = dotted(section().path, key);
    const std::string allowed = "a section (leave it out for its defaults)";
    const YamlNode* node = take(key, spec, allowed);
    if (node && node->kind != YamlNode::Kind::map) {
      refuse({path, *node, spec}, allowed);
      node = nullptr;
    }
    sections_.push_back({.path = path, .node = node});
  }

  void end_section() override {
    report_unknown_keys();
    sections_.pop_back();
  }

 private:
  struct Section {
    std::string path;
    const YamlNode* node;                 ///< nullptr if it is not in the file, or is no map there
    std::vector<std::string> known = {};  ///< the keys described so far
  };

  Section& section() { return sections_.back(); }

  void refuse(const Item& item, const std::string& allowed) {
    report_.add(item.node.at, fmt::format("{} is {}, must be {}", item.key, seen(item.node), allowed));
    report_.faulty.insert(item.key.substr(0, item.key.find('[')));
  }

  /// The node of that key in the current section, or nullptr if there is none to read.
  const YamlNode* take(std::string_view key, const FieldSpec& spec, const std::string& allowed) {
    const std::string path = dotted(section().path, key);
    section().known.emplace_back(key);
    const YamlNode* node = section().node ? section().node->find(key) : nullptr;
    if (!node) {
      if (spec.required) report_missing(path, spec);
      return nullptr;
    }
    report_.places[path] = node->at;
    if (node->kind != YamlNode::Kind::null) return node;
    refuse({path, *node, spec}, allowed);
    return nullptr;
  }

  void report_missing(const std::string& path, const FieldSpec& spec) {
    if (is_faulty(report_, section().path)) return;
    report_.add(place_of(report_.places, path),
                fmt::format("{} is missing, must be given: {}", path, spec.doc));
    report_.faulty.insert(path);
  }

  void report_unknown_keys() {
    if (!section().node) return;
    const auto& known = section().known;
    std::vector<std::string> unused;
    std::copy_if(known.begin(), known.end(), std::back_inserter(unused),
                 [&](const auto& key) { return !section().node->find(key); });
    for (const auto& child : section().node->children) {
      if (std::find(known.begin(), known.end(), child.key) != known.end()) continue;
      const std::string where = section().path.empty() ? "" : " in " + section().path;
      const std::string hint = did_you_mean(child.key, unused);
      report_.add(child.key_at, fmt::format("unknown key '{}'{}{}", child.key, where,
                                            hint.empty() ? ", known are " + join(known) : hint));
    }
  }

  static bool is_plain(const Item& item) {
    return item.node.kind == YamlNode::Kind::scalar && !item.node.quoted;
  }

  template <class T>
  void refuse_type(const Item& item, T& member) {
    const std::string hint = item.node.quoted ? " without quotes" : "";
    refuse(item, allowed_words(Binding(&member), item.spec) + hint);
  }

  void read(const Item& item, bool& member) {
    if (is_plain(item) && (item.node.text == "true" || item.node.text == "false"))
      member = item.node.text == "true";
    else
      refuse_type(item, member);
  }

  void read(const Item& item, double& member) {
    const auto value = is_plain(item) ? parse_double(item.node.text) : std::nullopt;
    if (!value)
      refuse_type(item, member);
    else if (!within_bounds(*value, item.spec))
      refuse(item, bounds_words(item.spec));
    else
      member = *value;
  }

  void read(const Item& item, std::optional<double>& member) {
    if (is_plain(item) && item.node.text == item.spec.empty_word) {
      member.reset();
      return;
    }
    const auto value = is_plain(item) ? parse_double(item.node.text) : std::nullopt;
    if (value && within_bounds(*value, item.spec))
      member = value;
    else
      refuse_type(item, member);
  }

  template <class Integer>
  requires std::is_same_v<Integer, int> || std::is_same_v<Integer, std::int64_t>
  void read(const Item& item, Integer& member) {
    const auto value = is_plain(item) ? parse_integer(item.node.text) : std::nullopt;
    if (!value)
      refuse_type(item, member);
    else if (!within_bounds(static_cast<double>(*value), item.spec))
      refuse(item, bounds_words(item.spec));
    else if (!std::in_range<Integer>(*value))
      refuse(item, fmt::format("<= {}", std::numeric_limits<Integer>::max()));
    else
      member = static_cast<Integer>(*value);
  }

  void read(const Item& item, std::string& member) {
    const FieldSpec& spec = item.spec;
    if (item.node.kind != YamlNode::Kind::scalar)
      refuse_type(item, member);
    else if (spec.check && !spec.check(item.node.text))
      refuse(item, std::string(spec.check_words));
    else if (spec.file && !is_file(folder_ / item.node.text))
      refuse(item, fmt::format("an existing file (looked for {})", (folder_ / item.node.text).string()));
    else
      member = item.node.text;
  }

  template <class T>
  void read(const Item& item, std::vector<T>& member) {
    const auto& entries = item.node.children;
    if (item.node.kind != YamlNode::Kind::list || (entries.empty() && item.spec.non_empty)) {
      refuse_type(item, member);
      return;
    }
    const auto findings_before = report_.diagnostics.size();
    std::vector<T> values;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Item entry{fmt::format("{}[{}]", item.key, i), entries[i], item.spec};
      T value{};
      const auto findings = report_.diagnostics.size();
      read(entry, value);
      if (report_.diagnostics.size() > findings) continue;
      if (item.spec.unique && std::find(values.begin(), values.end(), value) != values.end())
        refuse(entry, "different from the entries before it");
      values.push_back(std::move(value));
    }
    if (report_.diagnostics.size() == findings_before) member = std::move(values);
  }

  const std::filesystem::path& folder_;
  ConfigReport& report_;
  std::vector<Section> sections_;  // the one being described is the last
};

}  // namespace

void read_fields(const YamlNode& root, const std::filesystem::path& folder, const Description& description,
                 ConfigReport& report) {
  HYBRID_CHECK(root.kind == YamlNode::Kind::map, "a config's root is not a map");
  Reader reader(root, folder, report);
  description(reader);
  reader.finish();
}

}  // namespace hybrid
