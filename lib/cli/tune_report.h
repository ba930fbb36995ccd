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

/// Returns the rule of the point as a sentence that can be acted on: "send an input iff its largest
/// probability is below 0.617".
std::string rule_words(const eval::RoutingProblem& problem, const eval::Method& method,
                       const eval::TunedPoint& tuned);

/// Returns the points as a table of at most 100 columns, with three significant digits.
std::string table_of(const eval::RoutingProblem& problem, const eval::Method& method,
                     const std::vector<eval::TunedPoint>& points,
                     const std::optional<cost::Battery>& battery = {});

/// Returns the rule with its results on test, and what it misses there.
std::string sentence(const eval::RoutingProblem& problem, const eval::Method& method,
                     const eval::TunedPoint& tuned, const std::optional<cost::Battery>& battery = {});

/// Returns a description of the data behind the figures.
std::string origin(const eval::RoutingProblem& problem, const eval::Method& method,
                   config::Recalibration recalibration,
                   const std::optional<eval::Certificate>& certificate = {});

/// Returns how a price is applied to scores that are no expected gains; empty otherwise.
std::string trade_note(const eval::Method& method, const eval::TunedPoint& tuned);

}  // namespace hybrid::cli
