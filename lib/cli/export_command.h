#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/tune_requirements.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// Returns the `hybrid export-router` command that writes this point's decisions as C, with the paths, the
/// profile and the budget as they were typed; empty if there is no C for the method or the point.
/// @param data names the data, with the run if it was the newest
/// @param wanted of which `point` is one; a threshold is given instead of it if `measured` chose the
/// threshold by other data than export-router would
std::string export_command(const ProblemOptions& data, const RequirementWords& wanted,
                           const eval::RoutingProblem& problem, const eval::Method& method,
                           const eval::TunedPoint& point, const eval::PointOptions& measured);

}  // namespace hybrid::cli
