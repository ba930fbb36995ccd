#include "cli/tune_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/battery_options.h"
#include "cli/guarantee.h"
#include "cli/tune_requirements.h"
#include "core/json.h"
#include "core/text.h"
#include "eval/given_threshold.h"
#include "eval/sending_rule.h"
#include "report/battery_section.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

std::string amount_or_dash(const std::optional<double>& value) {
  return value ? report::amount(*value) : "–";
}

/// Returns the rule of a trade with costs of each input's own, or std::nullopt for any other.
std::optional<std::string> own_price_words(const eval::Method& method, const eval::TunedPoint& tuned) {
  const auto& trade = tuned.requirements.trade;
  if (!trade || !trade->resource || tuned.threshold || method.meaning != eval::ScoreMeaning::expected_gain)
    return std::nullopt;
  return fmt::format("send an input iff its expected gain x {} exceeds its own {} of sending",
                     report::amount(trade->value), name_of(*trade->resource));
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

nlohmann::ordered_json point_json(const eval::RoutingProblem& problem, const eval::Method& method,
                                  const eval::TunedPoint& tuned) {
  const eval::OperatingPoint& p = tuned.point;
  const auto tail = [&](double eval::LatencyTail::*share) {
    return json_or_null(p.tail ? std::optional((*p.tail).*share) : std::nullopt);
  };
  nlohmann::ordered_json asked = asked_json(tuned.requirements);
  if (asked.empty() && tuned.threshold) asked["threshold"] = eval::told_threshold(method, *tuned.threshold);
  return {{"asked", std::move(asked)},
          {"threshold", json_or_null(p.threshold)},
          {"rule", rule_words(problem, method, tuned)},
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

nlohmann::ordered_json life_or_null(const eval::OperatingPoint& point, const cost::Battery& battery) {
  const auto life = report::life_of(point, battery);
  return life ? report::life_json(*life) : nullptr;
}

std::string battery_cell(const eval::OperatingPoint& point, const cost::Battery& battery) {
  const auto life = report::life_of(point, battery);
  return life ? report::days_cell(*life) : "–";
}

/// Returns the unit of a trade's net value.
std::string_view net_value_unit(const eval::Trade& trade) {
  return trade.resource ? cost::unit_of(*trade.resource) : "correct predictions";
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
    json["points"].push_back(point_json(loaded.problem, method, tuned));
    add_guarantee(tuned, json["points"].back());
    if (battery) json["points"].back()["battery"] = life_or_null(tuned.point, *battery);
  }
  return json;
}

std::string rule_words(const eval::RoutingProblem& problem, const eval::Method& method,
                       const eval::TunedPoint& tuned) {
  if (const auto own = own_price_words(method, tuned)) return *own;
  if (tuned.threshold) return in_words(eval::sending_rule(problem, method, *tuned.threshold));
  const std::string sent = report::amount(100 * (1 - tuned.point.coverage)) + " %";
  if (method.kind == eval::MethodKind::random) return fmt::format("send {} at random", sent);
  if (method.kind == eval::MethodKind::oracle)
    return fmt::format("send {} where only the cloud is right", sent);
  return fmt::format("no one rule, because {} is fitted on each half anew", method.name());
}

std::string table_of(const eval::RoutingProblem& problem, const eval::Method& method,
                     const std::vector<eval::TunedPoint>& points,
                     const std::optional<cost::Battery>& battery) {
  const bool deadline = std::ranges::any_of(points, has_deadline);
  const bool missed = std::ranges::any_of(points, [](const auto& p) { return !missed_words(p).empty(); });
  const auto has = [&](std::optional<double> eval::OperatingPoint::*cost) {
    return std::ranges::any_of(points, [&](const auto& p) { return (p.point.*cost).has_value(); });
  };
  const bool latency = has(&eval::OperatingPoint::latency_ms), energy = has(&eval::OperatingPoint::energy_mj);
  const bool macs =
      (!latency && !energy) || points.front().requirements.budgets.contains(cost::Resource::macs);
  const auto& trade = points.front().requirements.trade;
  const bool asked = !words(points.front().requirements).empty();
  report::TextTable table{.header = {asked ? "asked" : "threshold", "on tune", "sent", "% right", "95 %"}};
  const auto add = [&](bool shown, const char* header) {
    if (shown) table.header.emplace_back(header);
  };
  add(latency, "ms"), add(latency && deadline, "p95 ms"), add(energy, "mJ"), add(macs, "MACs");
  add(battery.has_value(), "days"), add(deadline, "late, %");
  if (trade) table.header.emplace_back("net value");
  add(true, "sent if"), add(missed, "limit");
  for (const auto& tuned : points) {
    const eval::OperatingPoint& p = tuned.point;
    std::vector<std::string> row{
        asked ? words(tuned.requirements) : report::amount(eval::told_threshold(method, *tuned.threshold)),
        report::share_text(1 - p.tuned_coverage), report::share_text(1 - p.coverage),
        report::per_cent(p.accuracy),
        fmt::format("({}–{})", report::per_cent(p.accuracy_ci.low), report::per_cent(p.accuracy_ci.high))};
    if (latency) row.push_back(amount_or_dash(p.latency_ms));
    if (latency && deadline)
      row.push_back(amount_or_dash(p.tail ? std::optional(p.tail->p95_ms) : std::nullopt));
    if (energy) row.push_back(amount_or_dash(p.energy_mj));
    if (macs) row.push_back(amount_or_dash(p.macs));
    if (battery) row.push_back(battery_cell(p, *battery));
    if (deadline) row.push_back(report::per_cent(*p.tail->deadline_misses, 2));
    if (trade) row.push_back(amount_or_dash(tuned.net_value));
    row.push_back(tuned.threshold ? short_condition(eval::sending_rule(problem, method, *tuned.threshold))
                                  : "–");
    if (missed) row.emplace_back(missed_words(tuned).empty() ? "met" : "missed");
    table.rows.push_back(std::move(row));
  }
  return to_text(table);
}

std::string sentence(const eval::RoutingProblem& problem, const eval::Method& method,
                     const eval::TunedPoint& tuned, const std::optional<cost::Battery>& battery) {
  const eval::OperatingPoint& p = tuned.point;
  std::string text = fmt::format("{}: {:.1f} % sent, {:.1f} % right ({:.1f}–{:.1f})",
                                 rule_words(problem, method, tuned), 100 * (1 - p.coverage), 100 * p.accuracy,
                                 100 * p.accuracy_ci.low, 100 * p.accuracy_ci.high);
  if (p.latency_ms) text += fmt::format(", {} ms", report::amount(*p.latency_ms));
  if (p.energy_mj) text += fmt::format(", {} mJ", report::amount(*p.energy_mj));
  if (const auto life = battery ? report::life_of(p, *battery) : std::nullopt)
    text += ", " + report::days_words(*life);
  if (tuned.net_value)
    text += fmt::format(", net value {} {} per input", report::amount(*tuned.net_value),
                        net_value_unit(*tuned.requirements.trade));
  if (const std::string missed = missed_words(tuned); !missed.empty())
    text += fmt::format("; missed on test: {}", missed);
  return report::wrapped(text) + "\n";
}

std::string origin(const eval::RoutingProblem& problem, const eval::Method& method,
                   config::Recalibration recalibration, const std::optional<eval::Certificate>& certificate) {
  const std::string n_test = with_thousands(static_cast<std::int64_t>(problem.n_test()));
  if (recalibration == config::Recalibration::unlabeled)
    return fmt::format("thresholds from the scores of the {} test examples, without their labels", n_test);
  if (!problem.cross_fitted())
    return fmt::format(
        "thresholds from {} tuning examples, everything else from {} test examples",
        with_thousands(static_cast<std::int64_t>(certificate ? certificate->examples : problem.n_tune())),
        n_test);
  const std::string measured =
      "coverage and accuracy on test are what thresholds from each half give on the other, mean of both";
  if (!eval::has_one_fit(problem, method))
    return fmt::format("{}; no threshold, because {} was fitted on each half anew", measured, method.name());
  return fmt::format("thresholds from all {} examples; {}", n_test, measured);
}

std::string trade_note(const eval::Method& method, const eval::TunedPoint& tuned) {
  if (!tuned.requirements.trade || method.meaning == eval::ScoreMeaning::expected_gain) return "";
  return fmt::format(
      "{}'s score is no expected gain: the cut with the largest net value on the tuning part is taken",
      method.name());
}

}  // namespace hybrid::cli
