#include "report/audit_files.h"

#include <cmath>
#include <span>

#include "core/csv.h"
#include "core/json.h"

namespace hybrid::report {

using Json = nlohmann::ordered_json;

namespace {

std::string class_name(std::int32_t c, std::span<const std::string> names) {
  const auto at = static_cast<std::size_t>(c);
  return at < names.size() ? names[at] : std::to_string(c);
}

/// Returns null for values that JSON cannot represent.
Json finite(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json json_of(const stats::Proportion& p) {
  return {{"right", p.successes}, {"n", p.n}, {"accuracy", p.share()}};
}

Json json_of(const audit::VerdictCounts& verdicts) {
  Json json = Json::object();
  for (std::size_t v = 0; v < audit::kVerdictNames.size(); ++v)
    json[std::string(audit::kVerdictNames[v])] = verdicts.of[v];
  return json;
}

Json json_of(const audit::SliceResult& slice) {
  Json json{{"kind", slice.kind},
            {"slice", slice.name},
            {"n", slice.n()},
            {"verdicts", json_of(slice.verdicts)},
            {"net", slice.net}};
  if (slice.net_interval) {
    json["net_low"] = slice.net_interval->low;
    json["net_high"] = slice.net_interval->high;
  }
  json["sending_hurts"] = slice.sending_hurts();
  if (slice.excess_missed) {
    json["excess_missed"] = *slice.excess_missed;
    json["excess_low"] = slice.excess_interval.low;
    json["excess_high"] = slice.excess_interval.high;
  }
  json["misses_help"] = slice.misses_help();
  return json;
}

Json json_of(const std::vector<audit::Duplicate>& duplicates, const audit::AuditTask& task) {
  const auto& tune_ids = task.problem.cross_fitted() ? task.test_ids : task.tune_ids;
  Json list = Json::array();
  for (const auto& duplicate : duplicates)
    list.push_back({{"tune", tune_ids[duplicate.tune_row]}, {"test", task.test_ids[duplicate.test_row]}});
  return list;
}

Json json_of(const audit::AccuracyJump& jump) {
  return {{"tune", json_of(jump.tune)}, {"test", json_of(jump.test)}, {"p", jump.p}};
}

Json json_of(const audit::LabelNoise& noise, const audit::AuditTask& task) {
  Json ids = Json::array();
  for (const auto row : noise.suspicious) ids.push_back(task.test_ids[row]);
  return {{"agreed", noise.agreed},
          {"admitted", noise.admitted},
          {"at_least", noise.at_least},
          {"suspicious", ids}};
}

Json json_of(const audit::Resolution& r) {
  Json json{{"method", r.method},
            {"against", r.against},
            {"difference", r.difference},
            {"discordant", r.discordant}};
  json["claim"] = json_or_null(r.claim);
  json["needed"] = json_or_null(r.needed);
  json["at_hand"] = r.at_hand;
  return json;
}

Json json_of(const audit::ThresholdDrift& drift) {
  return {{"tuned_coverage", drift.tuned_coverage}, {"coverage", drift.coverage},
          {"standard_error", drift.standard_error}, {"deviation", finite(drift.deviation())},
          {"ks_distance", drift.scores.distance},   {"ks_p", drift.scores.p}};
}

}  // namespace

std::string decisions_csv(const audit::AuditTask& task, const audit::Audit& audit) {
  CsvWriter csv;
  csv.row("id", "label", "base_answer", "cloud_answer", "base_right", "cloud_right", "score", "threshold",
          "decision", "verdict");
  const auto& [base, cloud] = task.test;
  for (std::size_t i = 0; i < audit.decisions.size(); ++i) {
    const audit::Decision& decision = audit.decisions[i];
    csv.row(task.test_ids[i], class_name(base.labels[i], task.class_names),
            class_name(base.predicted[i], task.class_names), class_name(cloud.predicted[i], task.class_names),
            base.predicted[i] == base.labels[i], cloud.predicted[i] == cloud.labels[i], decision.score,
            std::isfinite(decision.threshold) ? std::optional(decision.threshold) : std::nullopt,
            decision.route == routing::Route::device ? "device" : "cloud", name_of(decision.verdict));
  }
  return csv.text();
}

Json audit_json(const std::string& name, const audit::AuditTask& task, const audit::Audit& audit) {
  Json json{{"schema_version", 1},
            {"data", name},
            {"method", audit.method},
            {"target_coverage", audit.target_coverage},
            {"exchanged", audit.cross_fitted},
            {"n_tune", audit.n_tune},
            {"n_test", audit.verdicts.total()},
            {"thresholds", Json::array()},
            {"coverage", audit.verdicts.coverage()},
            {"routed", json_of(audit.routed)},
            {"base", json_of(audit.base)},
            {"cloud", json_of(audit.cloud)},
            {"cloud_against_base_p", audit.cloud_better_p},
            {"verdicts", json_of(audit.verdicts)},
            {"slices", {{"questions", audit.slices.questions}, {"results", Json::array()}}}};
  for (const auto& threshold : audit.thresholds) json["thresholds"].push_back(finite(threshold.value));
  for (const auto& slice : audit.slices.results) json["slices"]["results"].push_back(json_of(slice));

  Json checks{{"duplicates",
               {{"ids_known", audit.duplicates.ids_known},
                {"outputs_known", audit.duplicates.outputs_known},
                {"same_id", json_of(audit.duplicates.same_id, task)},
                {"same_outputs", json_of(audit.duplicates.same_outputs, task)},
                {"reused_id", json_of(audit.duplicates.reused_id, task)}}}};
  if (audit.base_jump) checks["seen_data"]["base"] = json_of(*audit.base_jump);
  if (audit.cloud_jump) checks["seen_data"]["cloud"] = json_of(*audit.cloud_jump);
  if (audit.label_noise) checks["label_noise"] = json_of(*audit.label_noise, task);
  checks["sample_size"] = json_of(audit.resolution);
  checks["drift"] = Json::array();
  for (const auto& drift : audit.drift) checks["drift"].push_back(json_of(drift));
  json["checks"] = std::move(checks);

  json["warnings"] = Json::array();
  for (const auto& [check, evidence, next] : audit.warnings)
    json["warnings"].push_back({{"check", check}, {"evidence", evidence}, {"next", next}});
  return json;
}

}  // namespace hybrid::report
