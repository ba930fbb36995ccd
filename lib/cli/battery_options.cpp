#include "cli/battery_options.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "cli/tune_requirements.h"
#include "core/error.h"
#include "core/text.h"
#include "report/battery_section.h"

namespace hybrid::cli {

namespace {

constexpr const char* kGroup = "Battery";
constexpr const char* kEnergy = "evaluation.battery.energy_mj";
constexpr const char* kRate = "evaluation.battery.inputs_per_day";
constexpr const char* kSleep = "evaluation.battery.sleep_mw";

/// Checks that energy and rate are both there, and what goes with them.
void require_both(bool energy, bool rate, bool sleep) {
  if (energy && !rate) throw UsageError("--battery needs --rate: how often an input arrives, such as 60/h");
  if (rate && !energy) throw UsageError("--rate needs --battery, such as 225mAh@3V");
  if (sleep && !energy) throw UsageError("--sleep has no effect without --battery and --rate");
}

/// Refuses a battery and a rate without a unit: 225 of what, 60 in which time?
void require_units(const GivenFlags& given) {
  for (const auto& [key, flag] : given) {
    const bool energy = key.ends_with("energy_mj"), rate = key.ends_with("inputs_per_day");
    if ((energy || rate) && parse_double(flag.words.front()))
      throw UsageError(fmt::format("{} is {}, must have a unit: {}", flag.name, flag.words.front(),
                                   energy ? "225mAh@3V, 2.4Wh or 9kJ" : "60/h, 1/min or 24/d"));
  }
}

/// Returns the number rounded down to three digits, so that it can be asked for.
std::string down_to_three_digits(double value) {
  if (!(value > 0) || !std::isfinite(value)) return "0";
  const double unit = std::pow(10, std::floor(std::log10(value)) - 2);
  return fmt::format("{:.15g}", std::floor(value / unit * (1 - 1e-12)) * unit);
}

}  // namespace

void add_battery_options(CLI::App& app, BatteryOptions& options) {
  add_config_flags(app, options.values,
                   {{.key = "energy_mj", .names = "--battery"},
                    {.key = "inputs_per_day", .names = "--rate"},
                    {.key = "sleep_mw", .names = "--sleep"}},
                   {.given = &options.given, .group = kGroup});
}

std::vector<ConfigFlag> battery_config_flags() {
  return {{.key = kEnergy, .names = "--battery"},
          {.key = kRate, .names = "--rate"},
          {.key = kSleep, .names = "--sleep"}};
}

void check_battery_flags(const GivenFlags& given) {
  require_units(given);
  require_both(given.contains(kEnergy), given.contains(kRate), given.contains(kSleep));
}

std::optional<cost::Battery> battery_of(const BatteryOptions& options, const config::BatteryConfig& run,
                                        const cost::SystemProfile& profile, const cost::SystemCost& cost) {
  require_units(options.given);
  config::BatteryConfig battery = run;
  if (options.values.energy_mj) battery.energy_mj = options.values.energy_mj;
  if (options.values.inputs_per_day) battery.inputs_per_day = options.values.inputs_per_day;
  if (options.values.sleep_mw) battery.sleep_mw = options.values.sleep_mw;
  require_both(battery.energy_mj.has_value(), battery.inputs_per_day.has_value(),
               options.values.sleep_mw.has_value());
  const auto found = cost::battery_of(battery, profile);
  if (!options.given.empty() && !cost.total(cost::Resource::energy))
    throw UsageError(fmt::format("--battery cannot be used: {} (profile {})",
                                 cost.why_unknown(cost::Resource::energy), profile.name));
  return cost.total(cost::Resource::energy) ? found : std::nullopt;
}

void apply_life(std::vector<eval::Requirements>& wanted, const std::optional<cost::Battery>& battery,
                const cost::SystemCost& cost) {
  for (auto& requirements : wanted) {
    if (!requirements.life) continue;
    if (!cost.total(cost::Resource::energy))
      throw UsageError(fmt::format("--life cannot be used: {} (profile {})",
                                   cost.why_unknown(cost::Resource::energy), cost.profile));
    if (!battery)
      throw UsageError(
          "--life needs a battery: give --battery 225mAh@3V and --rate 60/h with your own values");
    require_life(requirements, {.battery = *battery, .days = requirements.life->days}, cost);
  }
}

bool follows_from(const eval::LifeRequirement& life, cost::Resource resource, double budget) {
  if (resource == cost::Resource::energy) return budget == energy_for_days(life.battery, life.days);
  return resource == cost::Resource::latency && budget == life.latency_ms;
}

std::string nearest_life(const eval::LifeRequirement& life, cost::Resource resource, double cost) {
  const cost::Battery& battery = life.battery;
  if (resource == cost::Resource::energy)
    return fmt::format("--life {}d", down_to_three_digits(cost::battery_life(battery, cost, {}).days));
  return fmt::format("--rate {}/d",
                     down_to_three_digits(battery.inputs_per_day * ms_between_inputs(battery) / cost));
}

std::string life_refusal(const eval::Refusal& refusal, const eval::Requirements& requirements,
                         const cost::SystemCost& cost) {
  if (!requirements.life || refusal.reason != eval::Refusal::Reason::budget) return "";
  if (!follows_from(*requirements.life, refusal.resource, requirements.budgets.at(refusal.resource)))
    return "";
  const cost::Battery& battery = requirements.life->battery;
  const double days = requirements.life->days;
  if (refusal.resource == cost::Resource::energy)
    return fmt::format(
        "life {:.6g} d cannot be had: if nothing is sent, the device takes {:.3g} mJ for every input (profile "
        "{}) and {:.3g} mW asleep, which empties {:.4g} J at {:.6g} inputs a day in {:.3g} d; nearest: {}",
        days, refusal.nearest, cost.profile, battery.sleep_mw, battery.energy_mj / 1000,
        battery.inputs_per_day, cost::battery_life(battery, refusal.nearest, {}).days,
        nearest_life(*requirements.life, refusal.resource, refusal.nearest));
  return fmt::format(
      "the device cannot keep {:.6g} inputs a day: if nothing is sent, every input takes {:.3g} s (profile "
      "{}), and the next one arrives after {:.3g} s; nearest: {}",
      battery.inputs_per_day, refusal.nearest / 1000, cost.profile, ms_between_inputs(battery) / 1000,
      nearest_life(*requirements.life, refusal.resource, refusal.nearest));
}

void warn_if_too_slow(const eval::TunedPoint& tuned, const cost::Battery& battery, Logger& log) {
  const auto life = report::life_of(tuned.point, battery);
  if (!life || life->keeps_up()) return;
  log.warn(
      "{}: an input takes {:.3g} s on average{}, but the next one arrives after {:.3g} s, so the device is never "
      "done and the life of its battery means nothing; it keeps at most {}/d",
      words(tuned.requirements), (*tuned.point.latency_ms + tuned.point.silence_ms) / 1000,
      tuned.point.silence_ms > 0 ? " with the silence that the duty cycle demands after it" : "",
      ms_between_inputs(battery) / 1000, down_to_three_digits(battery.inputs_per_day / *life->busy));
}

std::string battery_text(const cost::Battery& battery, const cost::SystemCost& cost) {
  report::TextTable table{.header = {"sent, %", "energy, mJ", "latency, ms", "battery, days"}};
  const auto energy = cost.total(cost::Resource::energy), latency = cost.total(cost::Resource::latency);
  constexpr std::array kSent{0.0, 0.1, 0.2, 0.3, 0.5, 1.0};
  for (const double sent : kSent)
    table.rows.push_back({fmt::format("{:.0f}", 100 * sent), fmt::format("{:.4g}", energy->at(1 - sent)),
                          latency ? fmt::format("{:.4g}", latency->at(1 - sent)) : "–",
                          report::days_cell(*cost::battery_life(battery, cost, 1 - sent))});
  return fmt::format(
      "Battery: {}.\nSleeping is counted all the time; the capacity is taken as given, without "
      "self-discharge.\n{}\n{}",
      in_words(battery),
      battery.sleep_mw > 0 ? "" : "Not counted: the device between two inputs; give --sleep.\n",
      to_text(table));
}

}  // namespace hybrid::cli
