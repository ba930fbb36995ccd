// The file of `hybrid check-table`. Numbers are read as texts, because their last place says how far they are rounded.

#include <algorithm>

#include "config/fields.h"
#include "config/reader.h"
#include "config/yaml_tree.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "paper/accuracy_table.h"

namespace hybrid {

namespace {

struct Head {
  std::string name, unit = "%";
  bool exact_coverage = false;
};

void describe(Fields& f, Head& head) {
  f.field("name", head.name, {.doc = "of the table", .required = true});
  f.field("unit", head.unit, {.doc = "\"%\" or share, of every number"});
  f.field("exact_coverage", head.exact_coverage, {.doc = "coverages are targets that were met, not rounded"});
}

/// Reads numbers out of maps, and says what is wrong with them.
class NumberReader {
 public:
  NumberReader(double whole, ConfigReport& report) : whole_(whole), report_(report) {}

  /// The number of that key, which is taken out of the map; nothing if it is missing.
  std::optional<Quantity> take(YamlNode& map, std::string_view key) {
    const auto child = std::ranges::find(map.children, key, &YamlNode::key);
    if (child == map.children.end()) return std::nullopt;
    const YamlNode node = std::move(*child);
    map.children.erase(child);
    const auto value = node.kind == YamlNode::Kind::scalar ? parse_double(node.text) : std::nullopt;
    if (!value || *value < 0 || *value > whole_) {
      report_.add(node.at,
                  fmt::format("{} is {}, must be a number in [0, {}]", key,
                              node.kind == YamlNode::Kind::scalar ? node.text : "no number", whole_));
      return Quantity(0);
    }
    return PrintedNumber{.value = *value, .tolerance = half_last_place(node.text), .text = node.text};
  }

  Quantity take_required(YamlNode& map, std::string_view key) {
    const Location at = map.at;
    if (const auto number = take(map, key)) return *number;
    report_.add(at, fmt::format("{} is missing, must be a number in [0, {}]", key, whole_));
    return 0;
  }

 private:
  double whole_;
  ConfigReport& report_;
};

/// What is kept, as it is given or as the rest of what is sent.
Quantity take_coverage(YamlNode& row, double whole, bool exact, NumberReader& numbers, ConfigReport& report) {
  const auto kept = numbers.take(row, "coverage");
  const auto sent = numbers.take(row, "sent");
  if (kept.has_value() == sent.has_value()) {
    report.add(row.at, "a row needs either coverage (kept on the device) or sent");
    return 0;
  }
  Quantity coverage = kept ? *kept : whole - *sent;
  if (exact) coverage.low = coverage.high = coverage.value;
  coverage.low = std::max(0.0, coverage.low);
  coverage.high = std::min(whole, coverage.high);
  coverage.text = to_text(coverage.value);
  coverage.form = Quantity::Form::atom;
  return coverage;
}

AccuracyRow read_row(YamlNode node, double whole, bool exact_coverage, ConfigReport& report) {
  AccuracyRow row;
  if (node.kind != YamlNode::Kind::map) {
    report.add(node.at, "a row must be {name: ..., coverage: ..., accuracy: ...}");
    return row;
  }
  NumberReader numbers(whole, report);
  row.coverage = take_coverage(node, whole, exact_coverage, numbers, report);
  row.accuracy = numbers.take_required(node, "accuracy");
  row.kept_accuracy = numbers.take(node, "kept_accuracy");
  const auto describe_row = [&](Fields& f) {
    f.field("name", row.method, {.doc = "of the method", .required = true});
  };
  read_fields(node, {}, describe_row, report);
  return row;
}

}  // namespace

AccuracyTable read_accuracy_table(const std::filesystem::path& file) {
  ConfigReport report;
  AccuracyTable table;
  auto root = parse_yaml(read_file(file), {file.string(), 1, 1}, report);
  if (root && root->kind != YamlNode::Kind::map) report.add(root->at, "must be 'key: value' lines");
  if (root && root->kind == YamlNode::Kind::map) {
    std::optional<YamlNode> rows;
    if (const YamlNode* found = root->find("rows")) rows = *found;
    std::erase_if(root->children, [](const YamlNode& child) { return child.key == "rows"; });
    const YamlNode* unit = root->find("unit");
    if (unit != nullptr && unit->text != "%" && unit->text != "share")
      report.add(unit->at, fmt::format("unit is '{}', must be \"%\" or share", unit->text));
    table.whole = unit != nullptr && unit->text == "share" ? 1 : 100;
    NumberReader numbers(table.whole, report);
    table.base_accuracy = numbers.take_required(*root, "base_accuracy");
    table.cloud_accuracy = numbers.take_required(*root, "cloud_accuracy");
    Head head;
    read_fields(
        *root, {}, [&](Fields& f) { describe(f, head); }, report);
    table.name = head.name;
    if (!rows || rows->kind != YamlNode::Kind::list || rows->children.empty())
      report.add({file.string(), 1, 1},
                 "rows is missing: a list of {name: ..., coverage: ..., accuracy: ...}");
    else
      for (const YamlNode& row : rows->children)
        table.rows.push_back(read_row(row, table.whole, head.exact_coverage, report));
  }
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return table;
}

}  // namespace hybrid
