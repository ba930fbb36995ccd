#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runs/run_folder.h"
#include "stats/intervals.h"

namespace hybrid::runs {

/// One row of curves.csv (results/FORMATS.md has its columns); what is empty there has no value.
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

/// The rows of a finished run, in its order. @throws DataError if the file is missing, was changed, or has no
/// such columns
std::vector<CurveRow> read_curves(const FinishedRun& run);

/// The method's row at that target; of on_device and on_cloud, which have one, that one. Nothing if there is
/// none.
std::optional<CurveRow> row_at(const std::vector<CurveRow>& rows, std::string_view method,
                               double target_coverage);

}  // namespace hybrid::runs
