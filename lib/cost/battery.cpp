#include "cost/battery.h"

#include <limits>

#include <fmt/format.h>

namespace hybrid::cost {

namespace {

constexpr double kSecondsPerDay = 86400;

}  // namespace

std::optional<Battery> battery_of(const config::BatteryConfig& config, const SystemProfile& profile) {
  if (!config.energy_mj || !config.inputs_per_day) return std::nullopt;
  return Battery{.energy_mj = *config.energy_mj,
                 .inputs_per_day = *config.inputs_per_day,
                 .sleep_mw = config.sleep_mw.value_or(profile.sleep_power_mw.value)};
}

BatteryLife battery_life(const Battery& battery, double energy_mj, std::optional<double> latency_ms) {
  const double mj_per_day = battery.sleep_mw * kSecondsPerDay + battery.inputs_per_day * energy_mj;
  BatteryLife life{.days = mj_per_day > 0 ? battery.energy_mj / mj_per_day
                                          : std::numeric_limits<double>::infinity()};
  if (latency_ms) life.busy = *latency_ms / ms_between_inputs(battery);
  return life;
}

std::optional<BatteryLife> battery_life(const Battery& battery, const SystemCost& cost, double coverage) {
  const auto energy = cost.total(Resource::energy), latency = cost.total(Resource::latency);
  if (!energy) return std::nullopt;
  return battery_life(battery, energy->at(coverage),
                      latency ? std::optional(latency->at(coverage)) : std::nullopt);
}

double energy_for_days(const Battery& battery, double days) {
  return (battery.energy_mj / days - battery.sleep_mw * kSecondsPerDay) / battery.inputs_per_day;
}

double ms_between_inputs(const Battery& battery) {
  return 1000 * kSecondsPerDay / battery.inputs_per_day;
}

std::string in_words(const Battery& battery) {
  const double joules = battery.energy_mj / 1000;
  return fmt::format(
      "{:.4g} J ({:.3g} Wh), {:.6g} inputs a day, {}", joules, joules / 3600, battery.inputs_per_day,
      battery.sleep_mw > 0 ? fmt::format("{:.3g} mW asleep", battery.sleep_mw) : "sleeping not counted");
}

}  // namespace hybrid::cost
