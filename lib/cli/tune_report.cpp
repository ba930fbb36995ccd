#include "cli/tune_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/battery_options.h"
#include "cli/guarantee.h"
#include "cli/tune_requirements.h"
#include "core/json.h"
#include "core/text.h"
#include "report/battery_section.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

std::string number_or_dash(const std::optional<double>& value) {
  return value ? fmt::format("{:.5g}", *value) : "–";
}

nlohmann::ordered_json asked_json(const eval::Requirements& requirements) {
  nlohmann::ordered_json asked = nlohmann::ordered_json::object();
  for (const auto& [resource, budget] : requirements.budgets) asked[std::string(name_of(resource))] = budget;
  if (requirements.coverage) asked["coverage"] = *requirements.coverage;
  if (requirements.accuracy) asked["accuracy"] = *requirements.accuracy;
  if (requirements.life) asked["life_days"] = requirements.life->days;
  if (const auto& trade = requirements.trade) {
    if (trade->resource) {
      asked["value"] = trade->value;
      asked["value_of"] = name_of(*trade->resource);
    } else {
      asked["price"] = trade->price;
    }
  }
  return asked;
}

nlohmann::ordered_json point_json(const eval::TunedPoint& tuned) {
  const eval::OperatingPoint& p = tuned.point;
  const auto tail = [&](double eval::LatencyTail::*share) {
    return json_or_null(p.tail ? std::optional((*p.tail).*share) : std::nullopt);
  };
  return {{"asked", asked_json(tuned.requirements)},
          {"threshold", json_or_null(p.threshold)},
          {"target_coverage", p.target_coverage},
          {"tuned_coverage", p.tuned_coverage},
          {"coverage", p.coverage},
          {"accuracy", p.accuracy},
          {"ci_low", p.accuracy_ci.low},
          {"ci_high", p.accuracy_ci.high},
          {"latency_ms", json_or_null(p.latency_ms)},
          {"energy_mj", json_or_null(p.energy_mj)},
          {"macs", json_or_null(p.macs)},
          {"latency_p50_ms", tail(&eval::LatencyTail::p50_ms)},
          {"latency_p95_ms", tail(&eval::LatencyTail::p95_ms)},
          {"latency_p99_ms", tail(&eval::LatencyTail::p99_ms)},
          {"deadline_misses", json_or_null(p.tail ? p.tail->deadline_misses : std::nullopt)},
          {"net_value", json_or_null(tuned.net_value)}};
}

nlohmann::ordered_json battery_json(const eval::OperatingPoint& point, const cost::Battery& battery) {
  const auto life = life_of(point, battery);
  if (!life) return nullptr;
  return {{"days", json_or_null(std::isfinite(life->days) ? std::optional(life->days) : std::nullopt)},
          {"busy", json_or_null(life->busy)},
          {"keeps_up", life->keeps_up()}};
}

std::string battery_cell(const eval::OperatingPoint& point, const cost::Battery& battery) {
  const auto life = life_of(point, battery);
  return life ? report::days_cell(*life) : "–";
}

/// Returns the column header, with "correct predictions" or the resource's unit, which all points of a trade
/// share.
std::string net_value_header(const eval::Trade& trade) {
  return fmt::format("net value, {}",
                     trade.resource ? cost::unit_of(*trade.resource) : "correct predictions");
}

bool has_deadline(const eval::TunedPoint& tuned) {
  return tuned.point.tail && tuned.point.tail->deadline_misses;
}

}  // namespace

nlohmann::ordered_json json_of(const workflows::LoadedProblem& loaded, const eval::Method& method,
                               const std::vector<eval::TunedPoint>& points,
                               config::Recalibration recalibration,
                               const std::optional<cost::Battery>& battery) {
  nlohmann::ordered_json json{{"schema_version", 1},
                              {"data", loaded.name},
                              {"method", method.name()},
                              {"profile", loaded.profile.name}};
  if (loaded.problem.cross_fitted()) json["exchanged"] = true;
  if (recalibration != config::Recalibration::none)
    json["recalibrate"] = name_of(recalibration, config::kRecalibrationNames);
  json["points"] = nlohmann::ordered_json::array();
  for (const auto& tuned : points) {
    json["points"].push_back(point_json(tuned));
    add_guarantee(tuned, json["points"].back());
    if (battery) json["points"].back()["battery"] = battery_json(tuned.point, *battery);
  }
  return json;
}

std::string table_of(const std::vector<eval::TunedPoint>& points,
                     const std::optional<cost::Battery>& battery) {
  const bool deadline = std::ranges::any_of(points, has_deadline);
  const auto& trade = points.front().requirements.trade;
  report::TextTable table{.header = {"requested", "threshold", "target cov.", "on tune", "on test",
                                     "accuracy on test, %", "latency ms", "p95 ms", "energy mJ", "MACs"}};
  if (battery) table.header.emplace_back("battery, days");
  if (deadline) table.header.emplace_back("too late, %");
  if (trade) table.header.push_back(net_value_header(*trade));
  for (const auto& tuned : points) {
    const eval::OperatingPoint& p = tuned.point;
    std::vector<std::string> row{
        words(tuned.requirements),
        p.threshold ? shortest(*p.threshold) : "–",
        report::per_cent(p.target_coverage) + " %",
        report::per_cent(p.tuned_coverage, 2) + " %",
        report::per_cent(p.coverage, 2) + " %",
        report::per_cent_with_interval(p.accuracy, p.accuracy_ci.low, p.accuracy_ci.high),
        number_or_dash(p.latency_ms),
        number_or_dash(p.tail ? std::optional(p.tail->p95_ms) : std::nullopt),
        number_or_dash(p.energy_mj),
        number_or_dash(p.macs)};
    if (battery) row.push_back(battery_cell(p, *battery));
    if (deadline) row.push_back(report::per_cent(*p.tail->deadline_misses, 2));
    if (trade) row.push_back(number_or_dash(tuned.net_value));
    table.rows.push_back(std::move(row));
  }
  return to_text(table);
}

std::string origin(const eval::RoutingProblem& problem, const eval::Method& method,
                   config::Recalibration recalibration) {
  const std::string n_test = with_thousands(static_cast<std::int64_t>(problem.n_test()));
  if (recalibration == config::Recalibration::unlabeled)
    return fmt::format("thresholds from the scores of the {} test examples, without their labels", n_test);
  if (!problem.cross_fitted())
    return fmt::format("thresholds from {} tuning examples, everything else from {} test examples",
                       with_thousands(static_cast<std::int64_t>(problem.n_tune())), n_test);
  const std::string measured =
      "coverage and accuracy on test are what thresholds from each half give on the other, mean of both";
  if (!eval::has_one_fit(problem, method))
    return fmt::format("{}; no threshold, because {} was fitted on each half anew", measured, method.name());
  return fmt::format("thresholds from all {} examples; {}", n_test, measured);
}

std::string sending_words(const eval::Method& method, const std::vector<eval::TunedPoint>& points) {
  const auto& trade = points.front().requirements.trade;
  if (!trade) return "send an input iff its score > threshold";
  if (method.meaning != eval::ScoreMeaning::expected_gain)
    return "send an input iff its score > threshold: its score is no expected gain, so the cut with the "
           "largest net value on the tuning part was taken";
  return trade->resource ? fmt::format("send an input iff expected gain x value > its own {} of sending",
                                       name_of(*trade->resource))
                         : "send an input iff its expected gain > price";
}

}  // namespace hybrid::cli
