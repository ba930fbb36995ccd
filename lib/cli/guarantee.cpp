#include "cli/guarantee.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/guarantee_words.h"
#include "cli/tune_requirements.h"
#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "eval/certified_tuning.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

/// A part of the assumed range by which test inputs leave it by chance: the largest of some random numbers is
/// often a bit above that of others.
constexpr double kShownExcess = 0.1;

/// Returns "3.1 points less" for a difference of shares.
std::string points_words(double difference) {
  return fmt::format("{} points {}", report::per_cent(std::abs(difference)),
                     difference < 0 ? "less" : "more");
}

/// Whether --confidence would not be refused, or only because another run is needed.
bool confidence_applies(const eval::Requirements& requirements, const eval::RoutingProblem& problem,
                        const eval::Method& method, config::Recalibration recalibration) {
  const auto refusal =
      refusal_to_certify(requirements, problem, method, {.recalibrate = recalibration, .confidence = 0.95});
  return !refusal || refusal->reason == eval::Refusal::Reason::confidence_fitted;
}

/// Returns "latency 187 ms" of the best that could be certified.
std::string best_words(const eval::Certificate& certificate) {
  std::vector<std::string> best;
  for (const auto& [resource, budget] : certificate.lowest_budgets)
    best.push_back(fmt::format("{} {}", name_of(resource), with_unit(rounded_up(budget), resource)));
  if (certificate.highest_coverage)
    best.push_back(fmt::format("{} sent", per_cent_words(1 - rounded_down(*certificate.highest_coverage))));
  if (certificate.highest_accuracy)
    best.push_back(fmt::format("accuracy {}", per_cent_words(rounded_down(*certificate.highest_accuracy))));
  return join(best, ", ");
}

/// Returns "sends 3.1 points less than the point estimate (17.0 instead of 20.1 %)" and a line with what that
/// changes, on test.
std::string price_words(const eval::TunedPoint& tuned) {
  const auto& estimate = tuned.certificate->estimate;
  const double sent = 1 - tuned.point.coverage;
  if (!estimate) return fmt::format("sends {} %", report::per_cent(sent));
  const double sent_before = 1 - estimate->coverage;
  const bool alike = report::per_cent(sent) == report::per_cent(sent_before) ||
                     report::per_cent(std::abs(sent - sent_before)) == report::per_cent(0);
  if (alike) return "sends as many as the point estimate";
  std::string text =
      fmt::format("sends {} than the point estimate ({} instead of {} %)\n    {} instead of {} % right",
                  points_words(sent - sent_before), report::per_cent(sent), report::per_cent(sent_before),
                  report::per_cent(tuned.point.accuracy), report::per_cent(estimate->accuracy));
  if (tuned.point.latency_ms && estimate->latency_ms)
    text += fmt::format(", {} instead of {} ms", report::amount(*tuned.point.latency_ms),
                        report::amount(*estimate->latency_ms));
  return text;
}

std::string indented(const std::string& words, const std::string& text) {
  return fmt::format("  {}: {}\n", words, text);
}

}  // namespace

void add_confidence(CLI::App& app, std::string& word, const char* group) {
  const auto not_empty = [](const std::string& given) -> std::string {
    return given.empty() ? "takes a probability from 50% to below 100% (95%, 0.95), not ''" : "";
  };
  app.add_option("--confidence", word, kConfidenceHelp)->group(group)->check(CLI::Validator(not_empty, ""));
}

std::optional<double> parse_confidence(const std::string& word) {
  if (word.empty()) return std::nullopt;
  const auto share = parse_share(word);
  if (share && *share >= 0.5 && *share < 1) return share;
  std::string hint;
  if (share && *share > 1 && *share < 100) hint = fmt::format("; {} per cent is {}%", word, word);
  if (share && *share > 0 && *share < 0.5)
    hint = fmt::format("; an error probability of {} is a confidence of {}", word, shortest(1 - *share));
  if (share && *share == 1) hint = "; no number of examples makes certain";
  throw UsageError(fmt::format(
      "--confidence takes a probability from 50% to below 100% (95%, 0.95), not '{}'{}", word, hint));
}

std::string held_words(const eval::TunedPoint& tuned, config::Recalibration recalibration) {
  if (!tuned.certificate) return "";
  const bool recalibrated = recalibration == config::Recalibration::unlabeled;
  return fmt::format("holds with {} confidence for inputs like the {} {}",
                     per_cent_words(tuned.certificate->confidence),
                     with_thousands(static_cast<std::int64_t>(tuned.certificate->examples)),
                     recalibrated ? "test examples" : "tuning examples");
}

std::string guarantee_text(const std::vector<eval::TunedPoint>& points, const eval::RoutingProblem& problem,
                           const eval::Method& method, config::Recalibration recalibration) {
  std::string text;
  if (!points.front().certificate) {
    const auto helped = [&](const eval::TunedPoint& tuned) {
      return !missed_words(tuned).empty() &&
             confidence_applies(tuned.requirements, problem, method, recalibration);
    };
    return std::ranges::any_of(points, helped)
               ? "half of all budgets are missed on new inputs; --confidence 95% chooses thresholds that hold\n"
               : "";
  }
  const eval::Certificate& certificate = *points.front().certificate;
  text = (points.size() > 1 ? "\neach " : "\n") + held_words(points.front(), recalibration);
  if (certificate.examples < problem.n_tune() && recalibration == config::Recalibration::none)
    text += " that no fit has seen";
  text += ":\n";
  for (const auto& tuned : points) text += indented(words(tuned.requirements), price_words(tuned));
  text += fmt::format("  these examples certify at best: {}\n", best_words(certificate));
  for (const auto& [resource, range] : certificate.assumed)
    text += fmt::format("  assumed: no input costs less than {} or more than {}, as these examples\n",
                        report::amount(range.low), with_unit(report::amount(range.high), resource));
  return text;
}

void warn_of_dearer_inputs(const eval::TunedPoint& tuned, const eval::MethodCosts& costs, Logger& log) {
  if (!tuned.certificate) return;
  for (const auto& [resource, range] : tuned.certificate->assumed) {
    const auto test = costs.test.find(resource);
    if (test == costs.test.end() || test->second.per_input.empty()) continue;
    const auto& [per_input, per_offload] = test->second;
    double low = per_input.front(), high = low;
    for (std::size_t i = 0; i < per_input.size(); ++i) {
      low = std::min(low, per_input[i]);
      high = std::max(high, per_input[i] + per_offload[i]);
    }
    const double slack = kShownExcess * (range.high - range.low);
    if (low >= range.low - slack && high <= range.high + slack) continue;
    log.warn(
        "{}: the test inputs cost {} to {}, but the guarantee assumes {} to {}: it does not hold for inputs like "
        "these",
        name_of(resource), report::amount(low), with_unit(report::amount(high), resource),
        report::amount(range.low), with_unit(report::amount(range.high), resource));
  }
}

void add_guarantee(const eval::TunedPoint& tuned, nlohmann::ordered_json& json) {
  if (!tuned.certificate) {
    if (!tuned.requirements.trade) json["missed_on_test"] = !missed_words(tuned).empty();
    return;
  }
  const eval::Certificate& certificate = *tuned.certificate;
  nlohmann::ordered_json best = nlohmann::ordered_json::object(), assumed = best;
  if (certificate.highest_coverage) best["coverage"] = *certificate.highest_coverage;
  if (certificate.highest_accuracy) best["accuracy"] = *certificate.highest_accuracy;
  for (const auto& [resource, budget] : certificate.lowest_budgets)
    best[std::string(name_of(resource))] = budget;
  for (const auto& [resource, range] : certificate.assumed)
    assumed[std::string(name_of(resource))] = {{"low", range.low}, {"high", range.high}};
  json["certificate"] = {
      {"confidence", certificate.confidence}, {"examples", certificate.examples}, {"best", best}};
  if (!assumed.empty()) json["certificate"]["assumed_costs"] = assumed;
  if (const auto& estimate = certificate.estimate)
    json["certificate"]["point_estimate"] = {{"threshold", json_or_null(estimate->threshold)},
                                             {"coverage", estimate->coverage},
                                             {"accuracy", estimate->accuracy},
                                             {"latency_ms", json_or_null(estimate->latency_ms)},
                                             {"energy_mj", json_or_null(estimate->energy_mj)},
                                             {"macs", json_or_null(estimate->macs)}};
}

}  // namespace hybrid::cli
