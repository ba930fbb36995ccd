#include "report/evaluation_files.h"

#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/json.h"
#include "report/battery_section.h"

namespace hybrid::report {

using Json = nlohmann::ordered_json;

namespace {

/// Returns the columns of a point in the order of curves.csv. Both formats use this list.
std::vector<std::pair<std::string, std::optional<double>>> columns_of(const eval::OperatingPoint& point) {
  const bool tuned = point.coverage_error.has_value();
  const auto tail = [&](double eval::LatencyTail::*share) {
    return point.tail ? std::optional((*point.tail).*share) : std::nullopt;
  };
  return {{"target_coverage", point.target_coverage},
          {"coverage", point.coverage},
          {"threshold", point.threshold},
          {"accuracy", point.accuracy},
          {"ci_low", point.accuracy_ci.low},
          {"ci_high", point.accuracy_ci.high},
          {"matched_accuracy", point.matched_accuracy},
          {"kept_accuracy", point.kept_accuracy},
          {"sent_accuracy", point.sent_accuracy},
          {"latency_ms", point.latency_ms},
          {"energy_mj", point.energy_mj},
          {"macs", point.macs},
          {"tuned_coverage", tuned ? std::optional(point.tuned_coverage) : std::nullopt},
          {"coverage_error", point.coverage_error},
          {"oracle_agreement", point.oracle_agreement},
          {"missed_help", point.missed_help},
          {"useless_send", point.useless_send},
          {"harmful_send", point.harmful_send},
          {"latency_p50_ms", tail(&eval::LatencyTail::p50_ms)},
          {"latency_p95_ms", tail(&eval::LatencyTail::p95_ms)},
          {"latency_p99_ms", tail(&eval::LatencyTail::p99_ms)},
          {"deadline_misses", point.tail ? point.tail->deadline_misses : std::nullopt}};
}

Json json_of(const eval::OperatingPoint& point) {
  Json row = Json::object();
  for (const auto& [name, value] : columns_of(point)) row[name] = json_or_null(value);
  return row;
}

Json json_of(const std::vector<stats::ReliabilityBin>& bins) {
  Json list = Json::array();
  for (const auto& bin : bins)
    list.push_back({{"count", bin.count}, {"predicted", bin.predicted}, {"observed", bin.observed}});
  return list;
}

Json json_of(const eval::MethodResult& method) {
  Json points = Json::array();
  for (const auto& point : method.points) points.push_back(json_of(point));
  return {{"points", std::move(points)},
          {"audc", json_or_null(method.audc)},
          {"apgr", json_or_null(method.apgr)},
          {"router",
           {{"auroc", json_or_null(method.router.auroc)},
            {"average_precision", json_or_null(method.router.average_precision)},
            {"brier", json_or_null(method.router.brier)},
            {"ece", json_or_null(method.router.ece)},
            {"reliability", json_of(method.router.reliability)}}}};
}

/// Returns, for every profile, what each method reaches within each latency budget, and the bounds.
Json budgets_json(const eval::Evaluation& evaluation) {
  Json list = Json::array();
  for (const auto& profile : evaluation.profiles) {
    if (profile.bounds.empty()) continue;
    Json bounds = Json::array(), points = Json::array();
    for (const auto& b : profile.bounds)
      bounds.push_back({{"budget_ms", b.latency_ms},
                        {"coverage", json_or_null(b.coverage)},
                        {"energy_mj", json_or_null(b.energy_mj)},
                        {"paper_upper_bound", json_or_null(b.paper_upper_bound)},
                        {"ceiling", json_or_null(b.ceiling)}});
    for (const auto& b : profile.budgets)
      points.push_back({{"method", b.method},
                        {"budget_ms", b.latency_ms},
                        {"point", b.point ? json_of(*b.point) : Json(nullptr)}});
    list.push_back({{"profile", profile.name}, {"bounds", std::move(bounds)}, {"points", std::move(points)}});
  }
  return list;
}

}  // namespace

Json metrics_json(const eval::Evaluation& evaluation) {
  Json json{{"schema_version", kMetricsSchemaVersion},
            {"data",
             {{"n_tune", evaluation.n_tune},
              {"n_test", evaluation.n_test},
              {"classes", evaluation.classes},
              {"base_accuracy", evaluation.test.base_accuracy},
              {"cloud_accuracy", evaluation.test.cloud_accuracy},
              {"helpful", evaluation.test.helpful},
              {"harmful", evaluation.test.harmful}}},
            {"methods", Json::object()},
            {"comparisons", Json::array()},
            {"ceilings", Json::array()},
            {"skipped", Json::object()}};
  if (evaluation.cross_fitted) json["data"]["exchanged"] = true;
  if (evaluation.confidence) {
    json["data"]["confidence"] = *evaluation.confidence;
    json["data"]["n_certify"] = evaluation.n_certify;
  }
  if (!evaluation.accuracy.plain()) json["data"]["utility"] = evaluation.accuracy.utility;
  if (evaluation.accuracy.weighted) json["data"]["weighted"] = true;
  for (const auto& method : evaluation.methods) json["methods"][method.name] = json_of(method);
  for (const auto& c : evaluation.comparisons)
    json["comparisons"].push_back({{"method", c.method},
                                   {"against", c.against},
                                   {"target_coverage", c.target_coverage},
                                   {"delta", c.delta},
                                   {"ci_low", c.ci.low},
                                   {"ci_high", c.ci.high},
                                   {"p_mcnemar", json_or_null(c.p_mcnemar)}});
  for (const auto& c : evaluation.ceilings)
    json["ceilings"].push_back({{"target_coverage", c.target_coverage},
                                {"paper_upper_bound", json_or_null(c.paper_upper_bound)},
                                {"at_most", c.at_most},
                                {"exactly", c.exactly}});
  for (const auto& [method, reason] : evaluation.skipped) json["skipped"][method] = reason;
  json["outages"] = Json::array();
  for (const auto& o : evaluation.outages)
    json["outages"].push_back({{"method", o.method},
                               {"target_coverage", o.target_coverage},
                               {"outage", o.outage},
                               {"accuracy", o.figures.accuracy},
                               {"latency_ms", json_or_null(o.figures.latency_ms)},
                               {"energy_mj", json_or_null(o.figures.energy_mj)}});
  json["budgets"] = budgets_json(evaluation);
  if (Json battery = battery_json(evaluation); !battery.empty()) json["battery"] = std::move(battery);
  return json;
}

std::string curves_csv(const eval::Evaluation& evaluation) {
  CsvWriter csv;
  csv.add("method");
  for (const auto& [name, value] : columns_of({})) csv.add(name);
  csv.end_row();
  for (const auto& method : evaluation.methods)
    for (const auto& point : method.points) {
      csv.add(method.name);
      for (const auto& [name, value] : columns_of(point)) csv.add(value);
      csv.end_row();
    }
  return csv.text();
}

std::string budgets_csv(const eval::Evaluation& evaluation) {
  const auto columns = columns_of({});
  CsvWriter csv;
  for (const char* column : {"profile", "method", "budget_ms"}) csv.add(column);
  for (const auto& [name, value] : columns) csv.add(name);
  csv.end_row();
  for (const auto& profile : evaluation.profiles)
    for (const auto& result : profile.budgets) {
      csv.add(profile.name);
      csv.add(result.method);
      csv.add(result.latency_ms);
      if (result.point)
        for (const auto& [name, value] : columns_of(*result.point)) csv.add(value);
      else
        for (std::size_t i = 0; i < columns.size(); ++i) csv.add("");
      csv.end_row();
    }
  return csv.text();
}

std::string full_curve_csv(std::span<const eval::FullCurve> curves, bool cross_fitted) {
  CsvWriter csv;
  for (const char* column : {"method", "sent", "coverage", "threshold", "accuracy"}) csv.add(column);
  if (cross_fitted) csv.add("half");
  csv.end_row();
  for (const auto& full : curves)
    for (std::size_t f = 0; f < full.folds.size(); ++f)
      for (const auto& point : full.folds[f]) {
        csv.add(full.method);
        csv.add(point.sent);
        csv.add(point.coverage);
        csv.add(point.threshold);
        csv.add(point.accuracy);
        if (cross_fitted) csv.add(f);
        csv.end_row();
      }
  return csv.text();
}

}  // namespace hybrid::report
