#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runs/run_folder.h"
#include "stats/intervals.h"

namespace hybrid::runs {

/// One row of curves.csv (columns: results/FORMATS.md); an empty cell is std::nullopt.
struct CurveRow {
  std::string method;
  double target_coverage = 1;
  double coverage = 1;
  double accuracy = 0;
  stats::Interval accuracy_ci;
  double matched_accuracy = 0;
  std::optional<double> kept_accuracy;
  std::optional<double> latency_ms, energy_mj, macs;
  std::optional<double> oracle_agreement;
};

/// Reads the rows of a finished run, in file order.
/// @throws DataError if the file is missing, was changed or lacks a column
std::vector<CurveRow> read_curves(const FinishedRun& run);

/// Returns the method's row at the target coverage; for on_device and on_cloud, their only row.
/// @return std::nullopt if there is no such row
std::optional<CurveRow> row_at(const std::vector<CurveRow>& rows, std::string_view method,
                               double target_coverage);

}  // namespace hybrid::runs
