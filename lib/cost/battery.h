#pragma once
// How long a battery lasts: its energy divided by the mean power. Inputs arrive at a given rate, each costs
// the mean energy of Eq. 1, and the device's sleeping power is drawn all the time, also while it computes and
// sends; the life is therefore a little short rather than long. The capacity is taken as given: what a
// battery loses by itself, in the cold, or because the device stops before it is empty, is for the user to
// deduct.

#include <optional>
#include <string>
#include <vector>

#include "config/battery.h"
#include "cost/system_cost.h"

namespace hybrid::cost {

struct Battery {
  double energy_mj = 0;
  double inputs_per_day = 0;
  double sleep_mw = 0;
  bool operator==(const Battery&) const = default;
};

/// Returns the battery of the config; std::nullopt if it has none. The sleeping power is the profile's unless
/// the config gives one.
std::optional<Battery> battery_of(const config::BatteryConfig& config, const SystemProfile& profile);

struct BatteryLife {
  double days = 0;  ///< infinite if nothing is drawn
  /// Share of the time that the device is busy, waiting for the cloud included: inputs are processed one
  /// after another. The silence of a duty cycle counts, too. std::nullopt if the latency is unknown.
  std::optional<double> busy;

  /// Whether the device is done before the next inputs arrive, on average; without that the life means
  /// nothing.
  bool keeps_up() const { return !busy || *busy <= 1 + 1e-9; }  // a budget may be met but for rounding
};

/// Returns the life with inputs of this mean energy, and the mean time until the next one can be processed.
BatteryLife battery_life(const Battery& battery, double energy_mj, std::optional<double> busy_ms);

/// Returns the life at a coverage (share kept on the device), by Eq. 1.
/// @return std::nullopt if the energy is unknown
std::optional<BatteryLife> battery_life(const Battery& battery, const SystemCost& cost, double coverage);

/// Returns the mean energy per input with which the battery lasts so many days; negative if sleeping alone
/// empties it earlier.
double energy_for_days(const Battery& battery, double days);

/// Returns the mean time between two inputs: a device that is busy for longer with one is never done.
double ms_between_inputs(const Battery& battery);

/// Returns the mean latency with which the device keeps the rate: the time between two inputs, less the
/// silence that a duty cycle demands after those that are sent.
/// @return std::nullopt if the latency is unknown
std::optional<double> latency_for_rate(const Battery& battery, const SystemCost& cost);

/// Returns "2430 J (0.675 Wh), 1440 inputs a day, 0.002 mW asleep"; a power of 0 is "sleeping not counted".
std::string in_words(const Battery& battery);

}  // namespace hybrid::cost
