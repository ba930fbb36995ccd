#include "report/battery_section.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "core/json.h"

namespace hybrid::report {

namespace {

using Json = nlohmann::ordered_json;

bool router_shortens(const eval::BatteryLives& lives) {
  return lives.at.front().plain.days != lives.at.front().routed.days;
}

Json days_json(const cost::BatteryLife& life) {
  return json_or_null(std::isfinite(life.days) ? std::optional(life.days) : std::nullopt);
}

Json json_of(const eval::ProfileResult& profile) {
  const eval::BatteryLives& lives = *profile.battery;
  Json at = Json::array();
  for (const auto& life : lives.at) {
    Json row{{"coverage", life.coverage}};
    row.update(life_json(life.plain));
    row["days_with_router"] = days_json(life.routed);
    at.push_back(std::move(row));
  }
  return {{"profile", profile.name},
          {"energy_mj", lives.battery.energy_mj},
          {"inputs_per_day", lives.battery.inputs_per_day},
          {"sleep_mw", lives.battery.sleep_mw},
          {"life", std::move(at)},
          {"cloud_only", life_json(lives.cloud_only)}};
}

}  // namespace

std::string days_cell(const cost::BatteryLife& life) {
  if (!life.keeps_up()) return "too slow";
  if (!std::isfinite(life.days)) return "no end";
  return life.days >= 100 ? fmt::format("{:.0f}", life.days) : fmt::format("{:.3g}", life.days);
}

std::string days_words(const cost::BatteryLife& life) {
  if (!life.keeps_up()) return "too slow for the rate of the inputs";
  if (!std::isfinite(life.days)) return "no end of battery life";
  return days_cell(life) + " days of battery life";
}

std::optional<cost::BatteryLife> life_of(const eval::OperatingPoint& point, const cost::Battery& battery) {
  if (!point.energy_mj) return std::nullopt;
  std::optional<double> busy_ms;
  if (point.latency_ms) busy_ms = *point.latency_ms + point.silence_ms;
  return cost::battery_life(battery, *point.energy_mj, busy_ms);
}

void add_battery_columns(const eval::ProfileResult& profile, TextTable& table) {
  if (!profile.battery) return;
  const eval::BatteryLives& lives = *profile.battery;
  const auto add = [&](const char* header, cost::BatteryLife eval::LifeAtCoverage::*life) {
    table.header.emplace_back(header);
    for (std::size_t i = 0; i < lives.at.size(); ++i) table.rows[i].push_back(days_cell(lives.at[i].*life));
    table.rows.back().push_back(days_cell(lives.cloud_only));
  };
  add("battery, days", &eval::LifeAtCoverage::plain);
  if (router_shortens(lives)) add("with the router", &eval::LifeAtCoverage::routed);
}

std::string battery_paragraph(const eval::ProfileResult& profile) {
  if (!profile.battery) return "";
  const eval::BatteryLives& lives = *profile.battery;
  std::string text = fmt::format(
      "\nBattery: {}. It lasts its energy divided by the mean power; sleeping is counted all the time, and "
      "the capacity is taken as given, without self-discharge.\n",
      in_words(lives.battery));
  if (lives.battery.sleep_mw <= 0)
    text +=
        "\nNot counted: what the device draws between two inputs; neither the profile nor the battery's "
        "options say it.\n";
  const bool slow = !lives.cloud_only.keeps_up() ||
                    std::ranges::any_of(lives.at, [](const auto& at) { return !at.routed.keeps_up(); });
  if (slow)
    text += fmt::format(
        "\nToo slow: an input takes longer on average{} than the {:.3g} s until the next one, so that the "
        "device is never done.\n",
        profile.cost.silence_ms > 0 ? ", with the silence that the duty cycle demands after it," : "",
        ms_between_inputs(lives.battery) / 1000);
  return text;
}

nlohmann::ordered_json life_json(const cost::BatteryLife& life) {
  return {{"days", days_json(life)}, {"busy", json_or_null(life.busy)}, {"keeps_up", life.keeps_up()}};
}

Json battery_json(const eval::Evaluation& evaluation) {
  Json list = Json::array();
  for (const auto& profile : evaluation.profiles)
    if (profile.battery) list.push_back(json_of(profile));
  return list;
}

}  // namespace hybrid::report
