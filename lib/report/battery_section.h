#pragma once
// The life of the device's battery, in table.md, metrics.json and on screens.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "eval/evaluation.h"
#include "report/text_table.h"

namespace hybrid::report {

/// Returns "161" days with three significant digits, "too slow" if the device cannot keep up, and "no end" if
/// nothing is drawn.
std::string days_cell(const cost::BatteryLife& life);

/// Returns "161 days of battery life", or why there are none.
std::string days_words(const cost::BatteryLife& life);

/// Returns the life at a measured point; std::nullopt if its energy is unknown.
std::optional<cost::BatteryLife> life_of(const eval::OperatingPoint& point, const cost::Battery& battery);

/// Adds the days of life to the table of mean costs, whose rows are: everything kept, each coverage, the
/// cloud alone; a second column with the router if that costs energy. None without a battery.
void add_battery_columns(const eval::ProfileResult& profile, TextTable& table);

/// Returns the sentences below that table; empty without a battery.
std::string battery_paragraph(const eval::ProfileResult& profile);

/// Returns the life as JSON: `days` (null without end), `busy`, `keeps_up`.
nlohmann::ordered_json life_json(const cost::BatteryLife& life);

/// Returns the battery and its life at each coverage for every profile with an energy; empty without a
/// battery.
nlohmann::ordered_json battery_json(const eval::Evaluation& evaluation);

}  // namespace hybrid::report
