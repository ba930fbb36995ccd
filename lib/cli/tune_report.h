#pragma once
// What `hybrid tune` found, as JSON and as a table.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "eval/tuning.h"

namespace hybrid {

nlohmann::ordered_json json_of(const LoadedProblem& loaded, const Method& method,
                               const std::vector<TunedPoint>& points, Recalibration recalibration);

std::string table_of(const std::vector<TunedPoint>& points);

/// Where the figures come from.
std::string origin(const RoutingProblem& problem, const Method& method, Recalibration recalibration);

/// When an input is sent.
std::string sending_words(const Method& method, const std::vector<TunedPoint>& points);

}  // namespace hybrid
