#include "cli/tune_payload.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/tune_report.h"
#include "cli/tune_requirements.h"
#include "core/error.h"
#include "report/text_table.h"

namespace hybrid::cli {

using workflows::PayloadCandidate;

PayloadTuning tune_payload(const eval::Requirements& requirements,
                           const std::vector<PayloadCandidate>& candidates,
                           const eval::PointOptions& measured) {
  if (requirements.accuracy || requirements.trade)
    throw UsageError(
        "--payload auto takes the most accurate payload within budgets: give --latency, --energy, --macs "
        "or --coverage, not --accuracy, --price or --value");
  if (measured.recalibrate != config::Recalibration::none)
    throw UsageError("--payload auto chooses with the tuning part's labels: leave out --recalibrate");
  PayloadTuning tuning{.requirements = requirements,
                       .choice = choose_payload(requirements, candidates, measured)};
  if (!tuning.choice.best) {
    const PayloadCandidate& first = candidates.front();
    refuse(std::get<eval::Refusal>(tuning.choice.tunings.front()), requirements, first.method(),
           first.costs.mean);
  }
  return tuning;
}

std::string table_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates) {
  const auto front = front_of(candidates);
  report::TextTable table{.header = {"payload", "bytes", "ms if sent", "cloud, %", "front", "sent",
                                     "right on tune, %", "chosen"}};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const PayloadCandidate& c = candidates[i];
    const eval::TunedPoint* tuned = tuning.choice.point(i);
    table.rows.push_back(
        {c.name, fmt::format("{:.0f}", c.bytes.mean), fmt::format("{:.0f}", c.latency.per_offload),
         report::per_cent(c.tuned_cloud, 2), std::ranges::find(front, i) != front.end() ? "yes" : "",
         tuned ? report::per_cent(1 - tuned->point.tuned_coverage, 2) + " %" : "–",
         tuned ? report::per_cent(*tuned->tuned_accuracy, 2) : "–", i == tuning.chosen() ? "*" : ""});
  }
  const PayloadCandidate& chosen = candidates[tuning.chosen()];
  return fmt::format("{}\n{}: {}\n\n{}\n{}", to_text(table), words(tuning.requirements), chosen.name,
                     cli::table_of(chosen.loaded.problem, chosen.method(), {tuning.chosen_point()}),
                     sentence(chosen.loaded.problem, chosen.method(), tuning.chosen_point()));
}

nlohmann::ordered_json json_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates,
                               config::Recalibration recalibration) {
  const auto front = front_of(candidates);
  const PayloadCandidate& chosen = candidates[tuning.chosen()];
  auto json = cli::json_of(chosen.loaded, chosen.method(), {tuning.chosen_point()}, recalibration);
  json["payload"] = chosen.name;
  json["candidates"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const PayloadCandidate& c = candidates[i];
    nlohmann::ordered_json row{{"payload", c.name},
                               {"bytes_mean", c.bytes.mean},
                               {"bytes_p95", c.bytes.p95},
                               {"if_sent_ms", c.latency.per_offload},
                               {"tuned_cloud_accuracy", c.tuned_cloud},
                               {"on_front", std::ranges::find(front, i) != front.end()},
                               {"tuned_coverage", nullptr},
                               {"tuned_accuracy", nullptr}};
    if (const eval::TunedPoint* tuned = tuning.choice.point(i)) {
      row["tuned_coverage"] = tuned->point.tuned_coverage;
      row["tuned_accuracy"] = *tuned->tuned_accuracy;
    }
    json["candidates"].push_back(std::move(row));
  }
  return json;
}

}  // namespace hybrid::cli
