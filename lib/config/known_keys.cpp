#include "config/known_keys.h"

#include <set>

#include "config/findings.h"
#include "config/yaml_tree.h"

namespace hybrid::config {
namespace {

/// Collects the dotted names of all fields and sections.
class KeyNames final : public Fields {
 public:
  std::set<std::string> keys;

 protected:
  void visit_field(std::string_view key, Binding, const FieldSpec& spec) override {
    add(key);
    if (!spec.formerly.empty()) add(spec.formerly);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const FieldSpec&) override {
    add(key);
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec&) override {
    add(key);
    sections_.push_back(dotted(sections_.back(), key));
  }
  void end_section() override { sections_.pop_back(); }

 private:
  void add(std::string_view key) { keys.insert(dotted(sections_.back(), key)); }

  std::vector<std::string> sections_{""};
};

std::size_t count_in(const YamlNode& map, const std::string& section, const std::set<std::string>& keys) {
  std::size_t known = 0;
  for (const YamlNode& child : map.children) {
    const std::string key = dotted(section, child.key);
    if (!keys.contains(key)) continue;
    ++known;
    if (child.kind == YamlNode::Kind::map) known += count_in(child, key, keys);
  }
  return known;
}

}  // namespace

std::size_t count_known_keys(std::string_view text, const std::filesystem::path& file,
                             const Description& description) {
  ConfigReport report;
  const auto root = parse_yaml(text, {file.string(), 1, 1}, report);
  if (!root || root->kind != YamlNode::Kind::map) return 0;
  KeyNames names;
  description(names);
  return count_in(*root, "", names.keys);
}

}  // namespace hybrid::config
