#pragma once
// The page of a finished run, for readers who have neither the run nor the program: one HTML file that loads
// nothing. Everything that it shows is computed here; its script moves a point along values that the page
// holds (page/page_data.h), so that the page and `hybrid tune` cannot disagree. Without the script the page
// shows the point of kDefaultStep.

#include <optional>
#include <string>
#include <vector>

#include "cost/battery.h"
#include "cost/system_cost.h"
#include "eval/operating_point.h"
#include "eval/routing_problem.h"
#include "runs/manifest.h"

namespace hybrid::page {

/// The test examples behind a run's outcomes, for the tables that name examples and classes.
struct Examples {
  std::vector<std::string> ids;          ///< [n_test]
  std::vector<std::int32_t> labels;      ///< [n_test]
  std::vector<std::string> class_names;  ///< may be empty
  routing::Outcomes right;               ///< [n_test], 1 or 0: whether base and cloud are right
};

/// Commands to copy, in parts. The first two are followed by the method's name, `before_coverage` and the
/// share kept on the device.
struct Commands {
  std::string tune, export_router;
  std::string before_coverage, after_export;
  std::string audit;  ///< for every decision of the default point; empty if it decides otherwise
  /// Not empty: the export is followed by this and the threshold instead, since it cannot choose it alike.
  std::string before_threshold = {};
};

struct RunPage {
  std::string name;
  eval::RoutingProblem problem;
  cost::Workload workload;
  cost::SystemProfile profile;
  runs::Manifest manifest;
  std::optional<Examples> examples;  ///< std::nullopt: the predictions are gone or have changed
  Commands commands;
  std::optional<cost::Battery> battery = {};  ///< of the run
  eval::PointOptions measured = {};           ///< how the run chose its thresholds
};

/// Returns the page. The same run gives the same bytes.
/// @throws InvalidArgument if no method of the run has scores
std::string html_of(const RunPage& run);

}  // namespace hybrid::page
