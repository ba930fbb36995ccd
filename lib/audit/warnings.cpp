#include "audit/warnings.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/error.h"
#include "core/text.h"
#include "stats/distributions.h"

namespace hybrid::audit {

namespace {

using Warnings = std::vector<AuditWarning>;

constexpr const char* kFewTuningExamples = "few tuning examples";

/// Minimum share of suspicious labels for a warning; smaller shares can be due to slight overconfidence.
constexpr double kMinReportedNoise = 0.002;

std::string number(double count) {
  return with_thousands(static_cast<std::int64_t>(std::llround(count)));
}

std::string number(std::size_t count) {
  return with_thousands(static_cast<std::int64_t>(count));
}

std::string per_cent_of(const stats::Proportion& p) {
  return fmt::format("{:.1f} %", 100 * p.share());
}

std::string p_value(double p) {
  return p < 1e-4 ? "p < 0.0001" : fmt::format("p = {:.2g}", p);
}

/// Returns "a, b, c, ...": the ids of the first few rows.
std::string examples(std::span<const std::size_t> rows, std::span<const std::string> ids) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(rows.size(), kShown); ++i) names.push_back(ids[rows[i]]);
  if (rows.size() > kShown) names.emplace_back("...");
  return join(names);
}

std::string examples(std::span<const Duplicate> duplicates, std::span<const std::string> test_ids) {
  std::vector<std::size_t> rows;
  for (const auto& duplicate : duplicates) rows.push_back(duplicate.test_row);
  return examples(rows, test_ids);
}

/// Rounds up to two significant digits, the precision of the estimate: 4,100 for 4,032.
double round_up_two_digits(double count) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(count)) - 1));
  return unit * std::ceil(count / unit);
}

bool has(const Warnings& warnings, std::string_view check) {
  return std::ranges::find(warnings, check, &AuditWarning::check) != warnings.end();
}

template <class Values>
bool all_equal(const Values& values) {
  return std::ranges::adjacent_find(values, std::ranges::not_equal_to{}) == values.end();
}

void add_duplicates(const AuditTask& task, const Duplicates& found, Warnings& warnings) {
  const std::string parts = task.problem.cross_fitted() ? "both halves" : "the tuning and in the test part";
  const std::string remove =
      "remove them from one of the two and evaluate again: what was chosen on them looks better than it is";
  if (!found.same_id.empty())
    warnings.push_back(
        {"duplicates",
         fmt::format("{} of the test examples are in {}, by their ids: {}", number(found.same_id.size()),
                     parts, examples(found.same_id, task.test_ids)),
         remove});
  if (!found.same_outputs.empty()) {
    const auto& tune_ids = task.problem.cross_fitted() ? task.test_ids : task.tune_ids;
    warnings.push_back(
        {"duplicates",
         fmt::format(
             "{} of the test examples are in {} {}, as both models give exactly the same numbers for the "
             "same label: {} (the first equals {})",
             number(found.same_outputs.size()), parts, found.ids_known ? "under other ids" : "in other rows",
             examples(found.same_outputs, task.test_ids), tune_ids[found.same_outputs.front().tune_row]),
         remove});
  }
  if (!found.reused_id.empty())
    warnings.push_back(
        {"ids",
         fmt::format("{} ids are in {} with different labels: {}", number(found.reused_id.size()), parts,
                     examples(found.reused_id, task.test_ids)),
         "give each example an id of its own; duplicates cannot be recognised by these"});
}

void add_seen_data(const Audit& audit, Warnings& warnings) {
  for (const auto& [name, jump] :
       {std::pair("base", &audit.base_jump), std::pair("cloud", &audit.cloud_jump)}) {
    if (!*jump || (*jump)->p >= kAlarmLevel) continue;
    warnings.push_back(
        {"seen data",
         fmt::format(
             "the {} is right on {} of the tuning part and on {} of the test part ({}): it was probably "
             "trained or chosen on the tuning examples",
             name, per_cent_of((*jump)->tune), per_cent_of((*jump)->test), p_value((*jump)->p)),
         "tune on examples that neither model has seen: thresholds and routers chosen on these will not "
         "carry over"});
  }
}

void add_label_noise(const AuditTask& task, const Audit& audit, Warnings& warnings) {
  if (!audit.label_noise || audit.label_noise->at_least < kMinReportedNoise) return;
  const LabelNoise& noise = *audit.label_noise;
  warnings.push_back(
      {"label noise",
       fmt::format(
           "on {} of the {} test examples on which both models are confident in the same class the label "
           "is another; they themselves expect {}: at least {:.1f} % of all labels look "
           "wrong, unless both models are overconfident; the most confident: {}",
           number(noise.suspicious.size()), number(noise.agreed), number(noise.admitted),
           100 * noise.at_least, examples(noise.suspicious, task.test_ids)),
       "look at these examples; wrong labels hide differences between methods and teach learned routers to "
       "send what needs no cloud"});
}

void add_sample_size(const Audit& audit, Warnings& warnings) {
  const Resolution& r = audit.resolution;
  if (!r.too_few()) return;
  const double points = 100 * std::abs(r.resolved_difference());
  warnings.push_back(
      {"sample size",
       fmt::format(
           "{} test examples are too few to resolve {:.2g} points between {} and {} at coverage {} ({}; "
           "their utilities differ on {:.1f} % of the examples; 95 % confidence, 80 % power)",
           number(r.at_hand), points, r.method, r.against, shortest(audit.target_coverage),
           r.claim ? fmt::format("claimed; observed {:+.2f}", 100 * r.difference) : "the observed difference",
           100 * r.discordant),
       fmt::format("about {} more examples are needed; until then call the two equal",
                   number(round_up_two_digits(*r.needed - static_cast<double>(r.at_hand))))});
}

void add_drift(const Audit& audit, Warnings& warnings) {
  for (std::size_t f = 0; f < audit.drift.size(); ++f) {
    const ThresholdDrift& drift = audit.drift[f];
    const std::string where = audit.cross_fitted ? fmt::format("half {}: ", f) : "";
    if (2 * stats::normal_tail(std::abs(drift.deviation())) < kAlarmLevel)
      warnings.push_back(
          {"threshold drift",
           fmt::format(
               "{}the threshold keeps {:.1f} % of the tuning part and {:.1f} % of the test part, {:.1f} "
               "standard errors apart",
               where, 100 * drift.tuned_coverage, 100 * drift.coverage, drift.deviation()),
           "the two parts are no samples of one population, or the method was overfitted to the tuning "
           "part: choose the threshold on examples like those to come"});
    if (drift.scores.p < kAlarmLevel)
      warnings.push_back(
          {"score drift",
           fmt::format(
               "{}the scores of {} are distributed differently on tuning and test part (Kolmogorov-Smirnov "
               "distance {:.3f}, {})",
               where, audit.method, drift.scores.distance, p_value(drift.scores.p)),
           "other coverages than this one drift too; find out how the two parts were made"});
    if (drift.standard_error > 0.05)
      warnings.push_back(
          {kFewTuningExamples,
           fmt::format("{}from {} tuning and {} test examples the coverage is known to +-{:.0f} points",
                       where, number(drift.n_tune), number(drift.n_test), 196 * drift.standard_error),
           "tune on more examples"});
  }
}

void add_scores(const AuditTask& task, const Audit& audit, Warnings& warnings) {
  const eval::Method& method = task.problem.method(task.method);
  const bool constant_tune = all_equal(method.tune), constant_test = all_equal(method.test);
  if (constant_tune || constant_test) {
    warnings.push_back(
        {"constant scores",
         fmt::format("{} gives every example of the {} part the same score", method.name(),
                     constant_tune ? "tuning" : "test"),
         "no threshold can tell the inputs apart: use another method, or look at the base's outputs"});
    return;
  }
  // A coverage is met to within one example at best; with a threshold of 0, inputs with an expected loss are
  // kept.
  const double finest = static_cast<double>(audit.thresholds.size()) / static_cast<double>(audit.n_tune);
  for (const auto& threshold : audit.thresholds)
    if (threshold.value != 0 && threshold.tuned_coverage > threshold.target_coverage + 0.05 + finest)
      warnings.push_back({"tied scores",
                          fmt::format("the threshold keeps {:.1f} % instead of {:.1f} % of the tuning "
                                      "part, because equal scores are never split",
                                      100 * threshold.tuned_coverage, 100 * threshold.target_coverage),
                          "ask for another coverage, or use a method with finer scores"});
}

void add_classes(const AuditTask& task, Warnings& warnings) {
  const auto check = [&](const predictions::PredictionPair& pair, const char* part) {
    if (pair.size() == 0 || !all_equal(pair.base.labels)) return;
    warnings.push_back(
        {"one class", fmt::format("every label of the {} part is {}", part, pair.base.labels.front()),
         "routing between classes cannot be judged on these: were the examples sorted before they were "
         "cut?"});
  };
  check(task.tune, "tuning");
  check(task.test, "test");
}

void add_cloud(const Audit& audit, Warnings& warnings) {
  const std::string accuracies =
      fmt::format("cloud {}, base {} right", per_cent_of(audit.cloud), per_cent_of(audit.base));
  const auto& verdicts = audit.verdicts;
  if (verdicts[Verdict::sent_helped] + verdicts[Verdict::missed_help] == 0)
    warnings.push_back(
        {"no help from the cloud",
         fmt::format("the cloud is right on none of the {} test examples that the base gets wrong",
                     number(audit.base.n - audit.base.successes)),
         "never send: no router can gain anything here"});
  else if (audit.cloud.successes > audit.base.successes && audit.cloud_better_p > 0.05)
    warnings.push_back({"the cloud is not shown to be better",
                        fmt::format("{} ({}, McNemar)", accuracies, p_value(audit.cloud_better_p)),
                        "evaluate on more examples before paying for a cloud"});
  else if (audit.cloud.successes <= audit.base.successes && !has(warnings, kCloudNotBetter))
    warnings.push_back({kCloudNotBetter, accuracies, kIfCloudNotBetter});
  if (audit.routed.successes < audit.base.successes)
    warnings.push_back({"routing loses",
                        fmt::format("{} is right on {} at this coverage, the base alone on {}", audit.method,
                                    per_cent_of(audit.routed), per_cent_of(audit.base)),
                        "keep everything on the device, or try another method"});
}

}  // namespace

std::vector<AuditWarning> warnings_of(const AuditTask& task, const Audit& audit) {
  Warnings warnings = check_outputs(task.test);
  add_duplicates(task, audit.duplicates, warnings);
  add_seen_data(audit, warnings);
  add_classes(task, warnings);
  add_scores(task, audit, warnings);
  add_cloud(audit, warnings);
  add_drift(audit, warnings);
  add_label_noise(task, audit, warnings);
  add_sample_size(audit, warnings);
  if (const auto few = few_examples(task.tune.size(), task.test.size());
      few && !has(warnings, kFewTuningExamples))
    warnings.push_back(*few);
  return warnings;
}

}  // namespace hybrid::audit
