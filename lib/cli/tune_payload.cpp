#include "cli/tune_payload.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/tune_report.h"
#include "core/error.h"
#include "core/text.h"
#include "report/text_table.h"

namespace hybrid {

PayloadTuning tune_payload(const Requirements& requirements, const std::vector<PayloadCandidate>& candidates,
                           const PointOptions& measured) {
  if (requirements.accuracy || requirements.trade)
    throw UsageError(
        "--payload auto takes the most accurate payload within budgets: give --latency, --energy, --macs "
        "or --coverage, not --accuracy, --price or --value");
  if (measured.recalibrate != Recalibration::none)
    throw UsageError("--payload auto chooses with the tuning part's labels: leave out --recalibrate");
  PayloadTuning tuning{.requirements = requirements, .points = {}, .tuned_accuracy = {}};
  std::optional<Infeasible> refusal;
  for (const auto& candidate : candidates) {
    const RoutingProblem& problem = candidate.loaded.problem;
    tuning.tuned_accuracy.push_back(0);
    try {
      tuning.points.emplace_back(tune(requirements, problem, candidate.method(), candidate.costs, measured));
      const double threshold =
          tuning.points.back()->point.threshold.value_or(-std::numeric_limits<double>::infinity());
      tuning.tuned_accuracy.back() = accuracy_on_tuning_part(problem, candidate.method(), threshold);
    } catch (const Infeasible& error) {
      tuning.points.emplace_back();
      if (!refusal) refusal = error;
    }
  }
  const auto met = [](const auto& point) { return point.has_value(); };
  if (std::ranges::none_of(tuning.points, met)) throw Infeasible(*refusal);
  tuning.chosen = static_cast<std::size_t>(std::ranges::max_element(tuning.tuned_accuracy) -
                                           tuning.tuned_accuracy.begin());
  return tuning;
}

std::string table_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates) {
  const auto front = front_of(candidates);
  TextTable table{.header = {"payload", "bytes", "if sent ms", "cloud on tune, %", "front", "kept on tune",
                             "accuracy on tune, %", "chosen"}};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const PayloadCandidate& c = candidates[i];
    const auto& tuned = tuning.points[i];
    table.rows.push_back(
        {c.name, fmt::format("{:.0f}", c.bytes.mean), fmt::format("{:.0f}", c.latency.per_offload),
         per_cent(c.tuned_cloud, 2), std::ranges::find(front, i) != front.end() ? "yes" : "",
         tuned ? per_cent(tuned->point.tuned_coverage, 2) + " %" : "–",
         tuned ? per_cent(tuning.tuned_accuracy[i], 2) : "–", i == tuning.chosen ? "*" : ""});
  }
  return fmt::format("{}\n{}: {}\n\n{}", to_text(table), words(tuning.requirements),
                     candidates[tuning.chosen].name, hybrid::table_of({*tuning.points[tuning.chosen]}));
}

nlohmann::ordered_json json_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates,
                               Recalibration recalibration) {
  const auto front = front_of(candidates);
  const PayloadCandidate& chosen = candidates[tuning.chosen];
  auto json = hybrid::json_of(chosen.loaded, chosen.method(), {*tuning.points[tuning.chosen]}, recalibration);
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
    if (const auto& tuned = tuning.points[i]) {
      row["tuned_coverage"] = tuned->point.tuned_coverage;
      row["tuned_accuracy"] = tuning.tuned_accuracy[i];
    }
    json["candidates"].push_back(std::move(row));
  }
  return json;
}

}  // namespace hybrid
