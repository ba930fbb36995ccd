#pragma once
// What `hybrid tune` found, as JSON and as a table.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "eval/tuning.h"

namespace hybrid::cli {

nlohmann::ordered_json json_of(const workflows::LoadedProblem& loaded, const eval::Method& method,
                               const std::vector<eval::TunedPoint>& points,
                               config::Recalibration recalibration);

std::string table_of(const std::vector<eval::TunedPoint>& points);

/// Where the figures come from.
std::string origin(const eval::RoutingProblem& problem, const eval::Method& method,
                   config::Recalibration recalibration);

/// When an input is sent.
std::string sending_words(const eval::Method& method, const std::vector<eval::TunedPoint>& points);

}  // namespace hybrid::cli
