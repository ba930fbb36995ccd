#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/tune_requirements.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// What a threshold was tuned to, as it was typed.
struct TypedTuning {
  const ProblemOptions& data;  ///< with the run, if it was the newest
  const RequirementWords& limits;
  const BatteryOptions& battery;
  const std::string& confidence;
};

/// Returns the `hybrid export-router` command that writes this point's decisions as C, with the paths, the
/// profile and the budget as they were typed; empty if there is no C for the method or the point.
/// @param point for the first value of each limit; a threshold is given instead of the limits if `measured`
/// chose it by other data than export-router would
std::string export_command(const TypedTuning& typed, const eval::RoutingProblem& problem,
                           const eval::Method& method, const eval::TunedPoint& point,
                           const eval::PointOptions& measured);

}  // namespace hybrid::cli
