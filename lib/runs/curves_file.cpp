#include "runs/curves_file.h"

#include <algorithm>
#include <cmath>

#include "core/csv.h"
#include "core/error.h"
#include "core/text.h"

namespace hybrid::runs {

namespace {

/// The cells of the reader's current record, by column name.
class Cells {
 public:
  Cells(const std::vector<std::string>& header, std::span<const std::string_view> cells,
        const CsvReader& reader)
      : header_(header), cells_(cells), reader_(reader) {
    if (cells_.size() != header_.size())
      reader_.fail(fmt::format("a row has {} cells, its header {}", cells_.size(), header_.size()));
  }

  std::string_view text(std::string_view column) const {
    const auto found = std::ranges::find(header_, column);
    if (found == header_.end()) reader_.fail(fmt::format("has no column {}", column));
    return cells_[static_cast<std::size_t>(found - header_.begin())];
  }
  std::optional<double> number(std::string_view column) const {
    const std::string_view cell = text(column);
    if (cell.empty()) return std::nullopt;
    const auto value = parse_double(cell);
    if (!value) reader_.fail(fmt::format("{} is '{}', must be a number", column, cell));
    return value;
  }
  double required(std::string_view column) const {
    const auto value = number(column);
    if (!value) reader_.fail(fmt::format("a row has no {}", column));
    return *value;
  }

 private:
  const std::vector<std::string>& header_;
  std::span<const std::string_view> cells_;
  const CsvReader& reader_;
};

}  // namespace

std::vector<CurveRow> read_curves(const FinishedRun& run) {
  CsvReader reader(run.verified("curves.csv"));
  const auto names = reader.next();
  if (names.empty()) throw DataError(reader.path(), "is empty");
  const std::vector<std::string> header(names.begin(), names.end());
  std::vector<CurveRow> rows;
  for (auto cells = reader.next(); !cells.empty(); cells = reader.next()) {
    const Cells line(header, cells, reader);
    rows.push_back({.method = std::string(line.text("method")),
                    .target_coverage = line.required("target_coverage"),
                    .coverage = line.required("coverage"),
                    .accuracy = line.required("accuracy"),
                    .accuracy_ci = {line.required("ci_low"), line.required("ci_high")},
                    .matched_accuracy = line.required("matched_accuracy"),
                    .kept_accuracy = line.number("kept_accuracy"),
                    .latency_ms = line.number("latency_ms"),
                    .energy_mj = line.number("energy_mj"),
                    .macs = line.number("macs"),
                    .oracle_agreement = line.number("oracle_agreement")});
  }
  return rows;
}

std::optional<CurveRow> row_at(const std::vector<CurveRow>& rows, std::string_view method,
                               double target_coverage) {
  for (const CurveRow& row : rows) {
    const bool has_one = row.method.starts_with("on_device") || row.method == "on_cloud";
    if (row.method == method && (has_one || std::abs(row.target_coverage - target_coverage) < 1e-9))
      return row;
  }
  return std::nullopt;
}

}  // namespace hybrid::runs
