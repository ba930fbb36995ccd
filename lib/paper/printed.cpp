#include "paper/printed.h"

#include <algorithm>
#include <cmath>

#include "config/fields.h"
#include "config/reader.h"
#include "config/yaml_tree.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid::paper {

namespace fs = std::filesystem;

namespace {

struct RowHead {
  std::string name, unit;
  std::optional<double> tolerance;
  bool read_off = false;
};

void describe(config::Fields& f, PrintedTable& table) {
  f.field("name", table.name, {.doc = "of the file", .required = true});
  f.field("title", table.title, {.doc = "what it shows", .required = true});
  f.field("place", table.place, {.doc = "where it is printed", .required = true});
  f.field("column_unit", table.column_unit, {.doc = "unit of the columns' heads"});
  f.field("columns", table.columns,
          {.doc = "heads, in order", .required = true, .non_empty = true, .unique = true});
  f.field("notes", table.notes, {.doc = "what must be known to read it"});
}

void describe(config::Fields& f, RowHead& row) {
  f.field("name", row.name, {.doc = "what the paper calls it", .required = true});
  f.field("unit", row.unit, {.doc = "of its numbers"});
  f.field(
      "tolerance", row.tolerance,
      {.doc = "half a unit of the last printed place, if not given", .min = 0.0, .empty_word = "printed"});
  f.field("read_off", row.read_off, {.doc = "from a picture"});
}

/// Removes and returns the child, so that the remaining children can be read as fields.
std::optional<config::YamlNode> take(config::YamlNode& map, std::string_view key) {
  const auto child = std::ranges::find(map.children, key, &config::YamlNode::key);
  if (child == map.children.end()) return std::nullopt;
  config::YamlNode taken = std::move(*child);
  map.children.erase(child);
  return taken;
}

PrintedRow read_row(config::YamlNode node, const PrintedTable& table, config::ConfigReport& report) {
  PrintedRow row;
  row.numbers.resize(table.columns.size());
  if (node.kind != config::YamlNode::Kind::map) {
    report.add(node.at, "a row must be {name: ..., values: {column: number}}");
    return row;
  }
  const auto values = take(node, "values");
  RowHead head;
  report.places = {{"", node.at}};  // discards those of the previous row
  report.faulty.clear();
  config::read_fields(
      node, {}, [&](config::Fields& f) { describe(f, head); }, report);
  row.name = head.name;
  row.unit = head.unit;
  if (!values || values->kind != config::YamlNode::Kind::map) {
    report.add(node.at, "a row needs values: {column: number}");
    return row;
  }
  for (const config::YamlNode& cell : values->children) {
    const auto column = std::ranges::find(table.columns, cell.key);
    const auto value = parse_double(cell.text);
    if (column == table.columns.end())
      report.add(cell.key_at,
                 fmt::format("unknown column '{}'{}", cell.key, did_you_mean(cell.key, table.columns)));
    else if (cell.kind != config::YamlNode::Kind::scalar || !value)
      report.add(cell.at, fmt::format("{} is '{}', must be a number", cell.key, cell.text));
    else
      row.numbers[static_cast<std::size_t>(column - table.columns.begin())] =
          PrintedNumber{.value = *value,
                        .tolerance = head.tolerance.value_or(half_last_place(cell.text)),
                        .text = cell.text,
                        .unit = head.unit,
                        .read_off = head.read_off,
                        .place = table.place};
  }
  return row;
}

}  // namespace

double half_last_place(std::string_view text) {
  const auto exponent_at = std::min(text.find_first_of("eE"), text.size());
  const auto point = std::min(text.find('.'), exponent_at);
  const auto decimals = point == exponent_at ? 0 : exponent_at - point - 1;
  const double exponent =
      exponent_at == text.size() ? 0 : parse_double(text.substr(exponent_at + 1)).value_or(0);
  return 0.5 * std::pow(10.0, exponent - static_cast<double>(decimals));
}

std::optional<PrintedNumber> PrintedTable::find(std::string_view row, std::string_view column) const {
  const auto r = std::ranges::find(rows, row, &PrintedRow::name);
  const auto c = std::ranges::find(columns, column);
  if (r == rows.end()) throw DataError(name + ".yaml", fmt::format("has no row '{}'", row));
  if (c == columns.end()) throw DataError(name + ".yaml", fmt::format("has no column '{}'", column));
  return r->numbers[static_cast<std::size_t>(c - columns.begin())];
}

const PrintedNumber& PrintedTable::at(std::string_view row, std::string_view column) const {
  if (!find(row, column))
    throw DataError(name + ".yaml", fmt::format("has nothing at row '{}', column '{}'", row, column));
  const auto r = std::ranges::find(rows, row, &PrintedRow::name);
  return *r->numbers[static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin())];
}

PrintedTable read_printed(const fs::path& file) {
  config::ConfigReport report;
  PrintedTable table;
  auto root = config::parse_yaml(read_file(file), {file.string(), 1, 1}, report);
  if (root && root->kind != config::YamlNode::Kind::map) report.add(root->at, "must be 'key: value' lines");
  if (root && root->kind == config::YamlNode::Kind::map) {
    const auto rows = take(*root, "rows");
    report.places[""] = root->at;
    config::read_fields(
        *root, file.parent_path(), [&](config::Fields& f) { describe(f, table); }, report);
    if (!rows || rows->kind != config::YamlNode::Kind::list)
      report.add({file.string(), 1, 1}, "rows is missing: a list of {name: ..., values: {column: number}}");
    else
      for (const config::YamlNode& row : rows->children) {
        table.rows.push_back(read_row(row, table, report));
        const auto& name = table.rows.back().name;
        if (std::ranges::count(table.rows, name, &PrintedRow::name) > 1)
          report.add(row.at, fmt::format("a second row '{}'", name));
      }
  }
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  return table;
}

Paper::Paper(const fs::path& folder) : folder_(folder) {
  if (!fs::is_directory(folder))
    throw DataError(folder, "no such folder; it should hold the paper's numbers (*.yaml)");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    tables_.push_back(read_printed(file));
    if (tables_.back().name != file.stem())
      throw DataError(
          file, fmt::format("its name is '{}', must be '{}'", tables_.back().name, file.stem().string()));
  }
}

const PrintedTable& Paper::table(std::string_view name) const {
  const auto found = std::ranges::find(tables_, name, &PrintedTable::name);
  if (found == tables_.end()) throw DataError(folder_ / fmt::format("{}.yaml", name), "is missing");
  return *found;
}

const PrintedNumber& Paper::at(std::string_view table_name, std::string_view row,
                               std::string_view column) const {
  return table(table_name).at(row, column);
}

}  // namespace hybrid::paper
