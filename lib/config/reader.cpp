#include "config/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/value_reader.h"
#include "core/text.h"

namespace hybrid::config {
namespace {

class Reader final : public Fields {
 public:
  Reader(const YamlNode& root, const std::filesystem::path& folder, ConfigReport& report)
      : folder_(folder), report_(report) {
    sections_.push_back({.path = "", .node = &root});
  }

  void finish() { report_unknown_keys(); }

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    FieldSpec own = spec;
    if (own.unit.empty()) own.unit = section().unit;
    if (key == kValueKey && section().instead != nullptr) {
      section().known.emplace_back(key);
      report_.faulty.erase(section().path);
      read_value({section().path, *std::exchange(section().instead, nullptr)}, value, own, folder_, report_);
      return;
    }
    const YamlNode* node = take(key, spec, allowed_words(value, spec));
    if (!node) return;
    const std::string path = dotted(section().path, key), written = written_path(*node);
    read_value({written, *node}, value, own, folder_, report_);
    if (is_faulty(report_, written)) report_.faulty.insert(path);
  }

  std::string visit_choice(std::string_view key, const std::string& chosen,
                           std::span<const std::string> words, const FieldSpec& spec) override {
    const YamlNode* node = take(key, spec, allowed_words(words));
    return node ? read_word({written_path(*node), *node}, chosen, words, report_) : chosen;
  }

  void begin_section(std::string_view key, const FieldSpec& spec) override {
    const std::string path = dotted(section().path, key);
    const YamlNode* node = given(key, spec);
    const bool is_map = node != nullptr && node->kind == YamlNode::Kind::map;
    // Until it is read as kValueKey, so that nothing is missing in it.
    if (node != nullptr && !is_map) report_.faulty.insert(path);
    sections_.push_back({.path = path,
                         .node = is_map ? node : nullptr,
                         .unit = spec.unit,
                         .instead = is_map ? nullptr : node});
  }

  void end_section() override {
    report_unknown_keys();
    if (section().instead != nullptr)
      refuse_value({section().path, *section().instead},
                   fmt::format("a section with keys of its own ({})", join(section().known)), report_);
    sections_.pop_back();
  }

 private:
  /// A section with this key may be written as its value: `speed: 5` for `speed: {value: 5}`.
  static constexpr std::string_view kValueKey = "value";

  struct Section {
    std::string path;
    const YamlNode* node;                  ///< nullptr if not in the file, or not a map
    std::vector<std::string> known = {};   ///< keys described so far
    std::vector<std::string> former = {};  ///< the former names of some of them
    std::string_view unit = {};            ///< of its fields that have none
    const YamlNode* instead = nullptr;     ///< what is there and no map, until it is read as kValueKey
  };

  Section& section() { return sections_.back(); }

  /// Returns the node of that key in the current section, or nullptr if there is none.
  const YamlNode* given(std::string_view key, const FieldSpec& spec) {
    const std::string path = dotted(section().path, key);
    section().known.emplace_back(key);
    const YamlNode* node = find(key, spec);
    if (node)
      report_.places[path] = node->at;
    else if (spec.required)
      report_missing(path, spec);
    return node;
  }

  /// Returns the node of that key in the current section, or nullptr if there is none to read.
  const YamlNode* take(std::string_view key, const FieldSpec& spec, const std::string& allowed) {
    const YamlNode* node = given(key, spec);
    if (!node || node->kind != YamlNode::Kind::null) return node;
    refuse_value({written_path(*node), *node}, allowed, report_);
    return nullptr;
  }

  /// Returns the value of the key or of its former name. An override of either replaces the other in the
  /// file.
  const YamlNode* find(std::string_view key, const FieldSpec& spec) {
    if (!section().node) return nullptr;
    const YamlNode* node = section().node->find(key);
    if (spec.formerly.empty()) return node;
    section().former.emplace_back(spec.formerly);
    const YamlNode* former = section().node->find(spec.formerly);
    if (!node || !former) return node ? node : former;
    const bool overridden = node->at.line == 0, former_overridden = former->at.line == 0;
    if (overridden == former_overridden)
      report_.add(former->key_at, fmt::format("{} is the former name of {}: give one of them",
                                              dotted(section().path, spec.formerly), key));
    return former_overridden && !overridden ? former : node;
  }

  /// Returns the dotted key as the file has it: its present or former name.
  std::string written_path(const YamlNode& node) { return dotted(section().path, node.key); }

  void report_missing(const std::string& path, const FieldSpec& spec) {
    if (is_faulty(report_, section().path)) return;
    report_.add(place_of(report_.places, path),
                fmt::format("{} is missing, must be given: {}", path, spec.doc));
    report_.faulty.insert(path);
  }

  void report_unknown_keys() {
    if (!section().node) return;
    const auto& known = section().known;
    const auto& former = section().former;
    std::vector<std::string> unused;
    std::copy_if(known.begin(), known.end(), std::back_inserter(unused),
                 [&](const auto& key) { return !section().node->find(key); });
    for (const auto& child : section().node->children) {
      if (std::find(known.begin(), known.end(), child.key) != known.end()) continue;
      if (std::find(former.begin(), former.end(), child.key) != former.end()) continue;
      const std::string where = section().path.empty() ? "" : " in " + section().path;
      const std::string hint = did_you_mean(child.key, unused);
      report_.add(child.key_at, fmt::format("unknown key '{}'{}{}", child.key, where,
                                            hint.empty() ? ", known are " + join(known) : hint));
    }
  }

  const std::filesystem::path& folder_;
  ConfigReport& report_;
  std::vector<Section> sections_;  // the innermost open section is the last
};

}  // namespace

void read_fields(const YamlNode& root, const std::filesystem::path& folder, const Description& description,
                 ConfigReport& report) {
  HYBRID_CHECK(root.kind == YamlNode::Kind::map, "a config's root is not a map");
  Reader reader(root, folder, report);
  description(reader);
  reader.finish();
}

}  // namespace hybrid::config
