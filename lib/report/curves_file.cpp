#include "report/curves_file.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"

namespace hybrid {

namespace {

/// The cells of one line by their columns' names.
class Line {
 public:
  Line(const std::vector<std::string>& header, std::vector<std::string> cells,
       const std::filesystem::path& file)
      : header_(header), cells_(std::move(cells)), file_(file) {
    if (cells_.size() != header_.size())
      throw DataError(file_, fmt::format("a row has {} cells, its header {}", cells_.size(), header_.size()));
  }

  const std::string& text(std::string_view column) const {
    const auto found = std::ranges::find(header_, column);
    if (found == header_.end()) throw DataError(file_, fmt::format("has no column {}", column));
    return cells_[static_cast<std::size_t>(found - header_.begin())];
  }
  std::optional<double> number(std::string_view column) const {
    const std::string& cell = text(column);
    if (cell.empty()) return std::nullopt;
    const auto value = parse_double(cell);
    if (!value) throw DataError(file_, fmt::format("{} is '{}', must be a number", column, cell));
    return value;
  }
  double required(std::string_view column) const {
    const auto value = number(column);
    if (!value) throw DataError(file_, fmt::format("a row has no {}", column));
    return *value;
  }

 private:
  const std::vector<std::string>& header_;
  std::vector<std::string> cells_;
  const std::filesystem::path& file_;
};

}  // namespace

std::vector<CurveRow> read_curves(const FinishedRun& run) {
  const std::filesystem::path file = run.verified("curves.csv");
  auto lines = split(read_file(file), '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.empty()) throw DataError(file, "is empty");
  const auto header = split(lines.front(), ',');
  std::vector<CurveRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Line line(header, split(lines[i], ','), file);
    rows.push_back({.method = line.text("method"),
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

}  // namespace hybrid
