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

BatteryLife battery_life(const Battery& battery, double energy_mj, std::optional<double> busy_ms) {
  const double mj_per_day = battery.sleep_mw * kSecondsPerDay + battery.inputs_per_day * energy_mj;
  BatteryLife life{.days = mj_per_day > 0 ? battery.energy_mj / mj_per_day
                                          : std::numeric_limits<double>::infinity()};
  if (busy_ms) life.busy = *busy_ms / ms_between_inputs(battery);
  return life;
}

std::optional<BatteryLife> battery_life(const Battery& battery, const SystemCost& cost, double coverage) {
  const auto energy = cost.total(Resource::energy), latency = cost.total(Resource::latency);
  if (!energy) return std::nullopt;
  const double silence_ms = (1 - coverage) * cost.silence_ms;
  return battery_life(battery, energy->at(coverage),
                      latency ? std::optional(latency->at(coverage) + silence_ms) : std::nullopt);
}

double energy_for_days(const Battery& battery, double days) {
  return (battery.energy_mj / days - battery.sleep_mw * kSecondsPerDay) / battery.inputs_per_day;
}

double ms_between_inputs(const Battery& battery) {
  return 1000 * kSecondsPerDay / battery.inputs_per_day;
}

std::optional<double> latency_for_rate(const Battery& battery, const SystemCost& cost) {
  const auto latency = cost.total(Resource::latency);
  if (!latency) return std::nullopt;
  const double between_ms = ms_between_inputs(battery), left_ms = between_ms - latency->per_input;
  if (cost.silence_ms <= 0 || left_ms <= 0) return between_ms;
  const double sent = left_ms / (latency->per_offload + cost.silence_ms);  // share for which there is time
  return latency->per_input + sent * latency->per_offload;
}

std::string in_words(const Battery& battery) {
  const double joules = battery.energy_mj / 1000;
  return fmt::format(
      "{:.4g} J ({:.3g} Wh), {:.6g} inputs a day, {}", joules, joules / 3600, battery.inputs_per_day,
      battery.sleep_mw > 0 ? fmt::format("{:.3g} mW asleep", battery.sleep_mw) : "sleeping not counted");
}

}  // namespace hybrid::cost
