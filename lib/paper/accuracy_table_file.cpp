// The file format of `hybrid check-table`. Numbers are read as text, because their last decimal place
// determines the rounding.

#include <algorithm>

#include "config/fields.h"
#include "config/reader.h"
#include "config/yaml_tree.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "paper/accuracy_table.h"

namespace hybrid::paper {

namespace {

bool is_amount(std::string_view text) {
  const auto value = parse_double(text);
  return value && *value >= 0;
}

constexpr config::FieldSpec amount(std::string_view doc, bool required) {
  return {.doc = doc, .required = required, .check = is_amount, .check_words = "a number >= 0"};
}

bool is_unit(std::string_view text) {
  return text == "%" || text == "share";
}

struct Head {
  std::string name, unit = "%", base_accuracy, cloud_accuracy;
  bool exact_coverage = false;
};

/// The texts of a row; empty if the file does not contain the number.
struct RowTexts {
  std::string name, coverage, sent, accuracy, kept_accuracy;
};

void describe(config::Fields& f, Head& head) {
  f.field("name", head.name, {.doc = "of the table", .required = true});
  f.field("unit", head.unit, {.doc = "of all numbers", .check = is_unit, .check_words = "\"%\" or share"});
  f.field("base_accuracy", head.base_accuracy, amount("of the model on the device", true));
  f.field("cloud_accuracy", head.cloud_accuracy, amount("of the model in the cloud", true));
  f.field("exact_coverage", head.exact_coverage, {.doc = "coverages are targets that were met, not rounded"});
}

void describe(config::Fields& f, RowTexts& row) {
  f.field("name", row.name, {.doc = "of the method", .required = true});
  f.field("coverage", row.coverage, amount("kept on the device", false));
  f.field("sent", row.sent, amount("to the cloud, in place of coverage", false));
  f.field("accuracy", row.accuracy, amount("of the final answers", true));
  f.field("kept_accuracy", row.kept_accuracy, amount("of the base on what it keeps", false));
}

/// Converts texts into quantities no larger than the whole.
class Numbers {
 public:
  Numbers(double whole, config::ConfigReport& report) : whole_(whole), report_(report) {}

  /// Returns the quantity; 0 for a text that is missing or invalid, which is already in the report.
  Quantity operator()(std::string_view key, const std::string& text) const {
    const auto value = parse_double(text);
    if (!value || config::is_faulty(report_, key)) return 0;
    if (*value > whole_)
      report_.add(config::place_of(report_.places, key),
                  fmt::format("{} is {}, must be at most {}", key, text, whole_));
    return PrintedNumber{.value = *value, .tolerance = half_last_place(text), .text = text};
  }

  double whole() const { return whole_; }

 private:
  double whole_;
  config::ConfigReport& report_;
};

/// Returns the kept share, as given or as the remainder of the sent share.
Quantity coverage_of(const RowTexts& row, const Numbers& numbers, bool exact) {
  Quantity coverage =
      row.sent.empty() ? numbers("coverage", row.coverage) : numbers.whole() - numbers("sent", row.sent);
  if (exact) coverage.low = coverage.high = coverage.value;
  coverage.low = std::max(0.0, coverage.low);
  coverage.high = std::min(numbers.whole(), coverage.high);
  coverage.text = to_text(coverage.value);
  coverage.form = Quantity::Form::atom;
  return coverage;
}

AccuracyRow read_row(const config::YamlNode& node, const Numbers& numbers, bool exact_coverage,
                     config::ConfigReport& report) {
  if (node.kind != config::YamlNode::Kind::map) {
    report.add(node.at, "a row must be {name: ..., coverage: ..., accuracy: ...}");
    return {};
  }
  // Keys belong to one row; those of the previous rows must not be mistaken for them.
  report.places = {{"", node.at}};
  report.faulty.clear();
  RowTexts texts;
  config::read_fields(
      node, {}, [&](config::Fields& f) { describe(f, texts); }, report);
  if ((node.find("coverage") == nullptr) == (node.find("sent") == nullptr))
    report.add(node.at, "a row needs either coverage (kept on the device) or sent");
  AccuracyRow row{.method = texts.name,
                  .coverage = coverage_of(texts, numbers, exact_coverage),
                  .accuracy = numbers("accuracy", texts.accuracy),
                  .kept_accuracy = {}};
  if (!texts.kept_accuracy.empty()) row.kept_accuracy = numbers("kept_accuracy", texts.kept_accuracy);
  return row;
}

AccuracyTable read_table(config::YamlNode root, config::ConfigReport& report) {
  const auto found = std::ranges::find(root.children, "rows", &config::YamlNode::key);
  const config::YamlNode rows = found == root.children.end() ? config::YamlNode{.at = root.at} : *found;
  std::erase_if(root.children, [](const config::YamlNode& child) { return child.key == "rows"; });
  report.places = {{"", root.at}};
  Head head;
  config::read_fields(
      root, {}, [&](config::Fields& f) { describe(f, head); }, report);
  const Numbers numbers(head.unit == "share" ? 1 : 100, report);
  AccuracyTable table{.name = head.name,
                      .whole = numbers.whole(),
                      .base_accuracy = numbers("base_accuracy", head.base_accuracy),
                      .cloud_accuracy = numbers("cloud_accuracy", head.cloud_accuracy),
                      .rows = {}};
  if (const auto base = parse_double(head.base_accuracy), cloud = parse_double(head.cloud_accuracy);
      head.unit == "%" && base && cloud && *base > 0 && *base <= 1 && *cloud <= 1)
    report.add(config::place_of(report.places, "base_accuracy"),
               fmt::format("accuracies of {} and {} per cent; did you mean unit: share?", head.base_accuracy,
                           head.cloud_accuracy));
  if (rows.kind != config::YamlNode::Kind::list || rows.children.empty())
    report.add(rows.at, "rows must be given: a list of {name: ..., coverage: ..., accuracy: ...}");
  else
    for (const config::YamlNode& row : rows.children)
      table.rows.push_back(read_row(row, numbers, head.exact_coverage, report));
  return table;
}

}  // namespace

AccuracyTable read_accuracy_table(const std::filesystem::path& file) {
  config::ConfigReport report;
  AccuracyTable table;
  auto root = config::parse_yaml(read_file(file), {file.string(), 1, 1}, report);
  if (root && root->kind != config::YamlNode::Kind::map)
    report.add(root->at, "must be 'key: value' lines");
  else if (root)
    table = read_table(std::move(*root), report);
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return table;
}

}  // namespace hybrid::paper
