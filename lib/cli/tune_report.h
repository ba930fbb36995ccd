#pragma once
// The results of `hybrid tune` as JSON and as a table.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "eval/tuning.h"

namespace hybrid::cli {

nlohmann::ordered_json json_of(const workflows::LoadedProblem& loaded, const eval::Method& method,
                               const std::vector<eval::TunedPoint>& points,
                               config::Recalibration recalibration,
                               const std::optional<cost::Battery>& battery = {});

std::string table_of(const std::vector<eval::TunedPoint>& points,
                     const std::optional<cost::Battery>& battery = {});

/// Returns a description of the data behind the figures.
std::string origin(const eval::RoutingProblem& problem, const eval::Method& method,
                   config::Recalibration recalibration);

/// Returns the rule by which an input is sent.
std::string sending_words(const eval::Method& method, const std::vector<eval::TunedPoint>& points);

}  // namespace hybrid::cli
