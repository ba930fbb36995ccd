#include "eval/headline.h"

#include <algorithm>
#include <cmath>

#include "eval/certification_part.h"
#include "eval/decision_sums.h"
#include "stats/distributions.h"

namespace hybrid::eval {

namespace {

/// Returns the quantile for 95 % intervals that hold together.
double joint_z(std::size_t count) {
  return stats::normal_quantile(1 - 0.025 / static_cast<double>(std::max<std::size_t>(count, 1)));
}

std::vector<Requirements> requirements_of(const config::EvaluationConfig& config) {
  std::vector<double> coverages = config.coverages;
  if (coverages == config::EvaluationConfig{}.coverages)
    coverages.assign(kHeadlineShares.begin(), kHeadlineShares.end());
  std::ranges::sort(coverages, std::greater{});
  std::vector<Requirements> all;
  for (const double coverage : coverages) all.push_back({.coverage = coverage});
  for (const double latency : config.latency_ms)
    all.push_back({.budgets = {{cost::Resource::latency, latency}}});
  return all;
}

/// A method with what tuning it needs, computed once for all rows.
struct Tuned {
  const RoutingProblem& problem;
  const Method& method;
  std::vector<Fold> folds;
  MethodCosts costs;
  PointOptions options;

  Tuning tuning(const Requirements& requirements) const {
    return tune(requirements, problem, method, folds, costs, options);
  }
  std::optional<TunedPoint> at(const Requirements& requirements) const {
    Tuning found = tuning(requirements);
    if (auto* point = std::get_if<TunedPoint>(&found)) return std::move(*point);
    return std::nullopt;
  }
  std::optional<SendingRule> rule(const std::optional<TunedPoint>& point) const {
    if (!point || !point->threshold) return std::nullopt;
    return sending_rule(problem, method, *point->threshold);
  }
};

/// Sets the row's gain over the device alone, and its interval of z standard errors to either side.
void add_gain(const Tuned& tuned, double z, HeadlineRow& row) {
  const ThresholdRule rule =
      coverage_rule(*row.requirements.coverage, tuned.method.meaning, tuned.options.confidence);
  const Decisions decisions =
      decisions_at(tuned.folds, thresholds_by(rule, tuned.folds, tuned.costs, tuned.options.recalibrate));
  const routing::Outcomes& test = tuned.problem.variant_of(tuned.method).test;
  const auto n = static_cast<double>(test.size());
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < test.size(); ++i) {
    const double gain = decisions.sent[i] * (test.cloud_value[i] - test.base_value[i]);
    sum += gain;
    squares += gain * gain;
  }
  row.gain = sum / n;
  const double error = std::sqrt(std::max(0.0, squares / n - row.gain * row.gain) / n);
  row.gain_ci = {row.gain - z * error, row.gain + z * error};
}

/// Returns the interval widened so that `count` of them hold together, as for a normal distribution.
stats::Interval widened(const Comparison& c, std::size_t count) {
  const double factor = joint_z(count) / stats::kZ95;
  return {c.delta - factor * (c.delta - c.ci.low), c.delta + factor * (c.ci.high - c.delta)};
}

/// Returns the comparison whose corrected interval begins highest.
std::optional<LeadOverMaxProb> largest(const std::vector<const Comparison*>& compared) {
  std::optional<LeadOverMaxProb> lead;
  for (const auto* c : compared) {
    const stats::Interval ci = widened(*c, compared.size());
    if (!lead || ci.low > lead->ci.low) lead = LeadOverMaxProb{*c, ci};
  }
  return lead;
}

void add_leads(const Evaluation& evaluation, Headline& result) {
  const std::string control = method_name("max_prob", kControl);
  result.opponent = evaluation.find(control) != nullptr      ? control
                    : evaluation.find("max_prob") != nullptr ? "max_prob"
                                                             : "";
  std::vector<const Comparison*> own, others;
  for (const auto& c : evaluation.comparisons) {
    const MethodResult* method = evaluation.find(c.method);
    const bool same = c.delta == 0 && c.ci.low == 0 && c.ci.high == 0;
    if (same || c.against != result.opponent || method->kind != MethodKind::scored ||
        !method->variant.empty())
      continue;
    (c.method == result.method ? own : others).push_back(&c);
  }
  result.own_lead = largest(own);
  result.largest_lead = largest(others);
  result.compared = others.size();
}

}  // namespace

Headline headline(const RoutingProblem& problem, const Evaluation& evaluation,
                  const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                  const cost::Workload& workload) {
  Headline result;
  const routing::Outcomes& test = problem.variants.at(0).test;
  const std::vector<double> equal(test.size());
  result.device_ci = accuracy_interval(decision_sums(equal, 0, test));
  result.cloud_ci = accuracy_interval(decision_sums(equal, -1, test));
  if (std::ranges::none_of(problem.methods, [](const Method& m) { return m.kind == MethodKind::scored; }))
    return result;
  const PointOptions options{.recalibrate = config.recalibrate,
                             .deadline_ms = config.deadline_ms,
                             .confidence = evaluation.confidence};
  const auto tuned_of = [&](const Method& method) {
    return Tuned{problem, method,
                 options.confidence ? certification_folds(problem, method) : folds_of(problem, method),
                 costs_of(problem, method, profile, workload), options};
  };
  const Tuned first = tuned_of(default_method(problem));
  result.method = first.method.name();
  add_leads(evaluation, result);
  const Method* max_prob = problem.find("max_prob");
  result.is_max_prob = decides_as_max_prob(problem, first.method);
  std::optional<Tuned> plain;
  if (max_prob != nullptr && !result.is_max_prob) plain.emplace(tuned_of(*max_prob));
  const std::vector<Requirements> wanted = requirements_of(config);
  const auto shares = static_cast<std::size_t>(
      std::ranges::count_if(wanted, [](const Requirements& r) { return r.coverage.has_value(); }));
  for (const auto& requirements : wanted) {
    HeadlineRow row{.requirements = requirements};
    Tuning tuning = first.tuning(requirements);
    if (auto* point = std::get_if<TunedPoint>(&tuning)) row.tuned = std::move(*point);
    if (const auto* refusal = std::get_if<Refusal>(&tuning)) row.refusal = *refusal;
    row.rule = first.rule(row.tuned);
    if (plain)
      if (const auto tuned = plain->at(requirements))
        if (const auto rule = plain->rule(tuned)) row.max_prob = {*rule, tuned->point.accuracy};
    if (requirements.coverage) add_gain(first, joint_z(shares), row);
    result.rows.push_back(std::move(row));
    if (requirements.coverage && (!result.best || result.rows.back().gain > result.rows[*result.best].gain))
      result.best = result.rows.size() - 1;
  }
  return result;
}

}  // namespace hybrid::eval
