#pragma once
// --battery, --rate and --sleep, which give the life of the device's battery, and --life, which turns a life
// into a threshold.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/config_flags.h"
#include "eval/tuning.h"
#include "workflows/problem.h"

namespace hybrid::cli {

struct BatteryOptions {
  config::BatteryConfig values;  ///< those in `given`
  GivenFlags given;
};

/// Adds the three flags. `options` must outlive the parsing.
void add_battery_options(CLI::App& app, BatteryOptions& options);
/// Returns the same flags as keys of a PairConfig.
std::vector<ConfigFlag> battery_config_flags();
/// Checks that the flags of battery_config_flags have units and go together.
/// @throws UsageError naming the flag
void check_battery_flags(const GivenFlags& given);

/// Returns the battery of the flags, and where they say nothing of the run; std::nullopt without one.
/// @throws UsageError for half a battery, a value without a unit, or if the profile does not give the energy
/// of an input
std::optional<cost::Battery> battery_of(const BatteryOptions& options, const config::BatteryConfig& run,
                                        const cost::SystemProfile& profile, const cost::SystemCost& cost);

/// Sets the battery of every requested life, and the budgets that follow from it.
/// @throws UsageError for a life without a battery, or with an unknown energy
void apply_life(std::vector<eval::Requirements>& wanted, const std::optional<cost::Battery>& battery,
                const cost::SystemCost& cost);

/// Whether the budget says the same as the life, and nothing more.
bool follows_from(const eval::LifeRequirement& life, cost::Resource resource, double budget);

/// Returns the flag of the nearest life, or rate, of which the cost (mJ or ms per input) is a budget: "--life
/// 161d".
std::string nearest_life(const eval::LifeRequirement& life, cost::Resource resource, double cost);

/// Returns why the life cannot be had and the nearest that can; empty if the refusal is of something else.
std::string life_refusal(const eval::Refusal& refusal, const eval::Requirements& requirements,
                         const cost::SystemCost& cost);

/// Warns if the device cannot keep the rate at this point.
void warn_if_too_slow(const eval::TunedPoint& tuned, const cost::Battery& battery, Logger& log);

/// Returns the battery and a table of its life by share sent.
std::string battery_text(const cost::Battery& battery, const cost::SystemCost& cost);

}  // namespace hybrid::cli
