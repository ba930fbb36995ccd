#include "eval/tuning.h"

#include <algorithm>
#include <cmath>

#include "eval/certification_part.h"
#include "eval/certified_tuning.h"

namespace hybrid::eval {

namespace {

using Reason = Refusal::Reason;

/// The arguments of tune().
struct Task {
  const RoutingProblem& problem;
  const Method& method;
  std::span<const Fold> folds;
  const MethodCosts& costs;
  const PointOptions& options;

  bool scored() const { return method.kind == MethodKind::scored; }
};

/// @param folds, recalibration as for unmet_budget
std::optional<Refusal> refusal_of(const Budgets& budgets, std::span<const Fold> folds,
                                  const MethodCosts& costs, config::Recalibration recalibration) {
  for (const auto& [resource, budget] : budgets)
    if (!costs.mean.total(resource)) return Refusal{.reason = Reason::no_price, .resource = resource};
  const auto unmet = unmet_budget(budgets, folds, costs, recalibration);
  if (!unmet) return std::nullopt;
  return Refusal{.reason = Reason::budget, .resource = unmet->resource, .nearest = unmet->nearest};
}

/// Returns a refusal if the maximum accuracy on some tuning part is too low, with the smallest maximum.
std::optional<Refusal> refusal_of(double accuracy, const Task& task) {
  std::vector<DeferralCurve> parts;
  for (const auto& fold : task.folds) parts.push_back(deferral_curve(fold.tune_scores, fold.tune));
  if (has_one_fit(task.problem, task.method))
    parts.push_back(deferral_curve(task.method.tune, task.problem.variant_of(task.method).tune));
  std::optional<Refusal> least;
  for (const auto& part : parts) {
    const Cut best = *std::ranges::max_element(part.cuts, {}, &Cut::value);
    const auto n = static_cast<double>(part.n);
    if (!least || best.value / n < least->nearest)
      least = {.reason = Reason::accuracy,
               .nearest = best.value / n,
               .coverage = 1 - static_cast<double>(best.sent) / n};
  }
  return accuracy <= least->nearest ? std::nullopt : least;
}

/// Returns the rule's choice on all examples jointly.
routing::Threshold deployed(const ThresholdRule& rule, const Task& task) {
  if (!task.problem.cross_fitted())
    return rule(tuning_part(task.folds.front(), task.costs, task.options.recalibrate));
  Fold whole{.tune_scores = task.method.tune,
             .tune = task.problem.variant_of(task.method).tune,
             .test_scores = task.method.test};
  for (std::size_t i = 0; i < whole.tune_scores.size(); ++i) whole.tune_rows.push_back(i);
  whole.test_rows = whole.tune_rows;
  return rule(tuning_part(whole, task.costs, task.options.recalibrate));
}

double tuned_accuracy(const Task& task, double threshold) {
  const routing::Outcomes& outcomes = task.problem.variant_of(task.method).tune;
  double sum = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    sum += task.method.tune[i] > threshold ? outcomes.cloud_value[i] : outcomes.base_value[i];
  return sum / static_cast<double>(outcomes.size());
}

/// Returns the results of the rule's thresholds, and the threshold to deploy.
TunedPoint tuned_by(const ThresholdRule& rule, const Requirements& requirements, const Task& task) {
  TunedPoint tuned{.requirements = requirements,
                   .point = operating_point_by(rule, task.folds, task.costs, task.options)};
  if (!has_one_fit(task.problem, task.method)) return tuned;
  const routing::Threshold threshold = deployed(rule, task);
  tuned.threshold = threshold.value;
  tuned.tuned_accuracy = tuned_accuracy(task, threshold.value);
  tuned.point.target_coverage = tuned.point.tuned_coverage = threshold.tuned_coverage;
  if (std::isfinite(threshold.value)) tuned.point.threshold = threshold.value;
  return tuned;
}

TunedPoint within_budgets(const Requirements& requirements, const Task& task) {
  const double coverage = requirements.coverage.value_or(0);
  const bool own_costs = std::ranges::any_of(
      requirements.budgets, [&](const auto& budget) { return task.costs.test.contains(budget.first); });
  if (task.scored() && own_costs)
    return tuned_by(budget_rule(requirements.budgets, coverage, task.costs, task.method.meaning),
                    requirements, task);
  const double needed = coverage_for_budgets(requirements.budgets, coverage, task.costs);
  if (!task.scored())
    return {
        .requirements = requirements,
        .point = operating_point(task.problem, task.method, task.folds, needed, task.costs, task.options)};
  TunedPoint tuned = tuned_by(coverage_rule(needed, task.method.meaning), requirements, task);
  tuned.point.target_coverage = needed;
  tuned.point.matched_accuracy = matched_accuracy(task.folds, needed);
  return tuned;
}

Tuning of_accuracy(const Requirements& requirements, const Task& task) {
  if (const auto refusal = refusal_of(*requirements.accuracy, task)) return *refusal;
  const auto rule = [&](const TuningPart& part) {
    return routing::threshold_for_accuracy(part.scores, *part.outcomes, *requirements.accuracy).value();
  };
  const TunedPoint tuned = tuned_by(rule, requirements, task);
  // The limit set by the budgets, without regard to expected gains: the accuracy is measured.
  const ThresholdRule within =
      budget_rule(requirements.budgets, requirements.coverage.value_or(0), task.costs, ScoreMeaning::rank);
  // With two fits, no threshold is deployed, so their joint coverage is compared.
  const double needed = has_one_fit(task.problem, task.method)
                            ? deployed(within, task).tuned_coverage
                            : operating_point_by(within, task.folds, task.costs, task.options).tuned_coverage;
  if (tuned.point.tuned_coverage < needed - 1e-12)
    return Refusal{.reason = Reason::together, .nearest = needed, .coverage = tuned.point.tuned_coverage};
  return tuned;
}

Tuning traded(const Requirements& requirements, const Task& task) {
  const Trade& trade = *requirements.trade;
  if (trade.resource && !task.costs.mean.total(*trade.resource))
    return Refusal{.reason = Reason::no_price, .resource = *trade.resource};
  if (task.method.meaning != ScoreMeaning::expected_gain) {
    const ThresholdRule rule = trade_rule(trade, task.costs);
    TunedPoint tuned = tuned_by(rule, requirements, task);
    tuned.net_value = net_value_on_test(rule, task.folds, trade, task.costs);
    return tuned;
  }
  const Method net = net_gain_method(task.method, trade, task.costs);
  const std::vector<Fold> folds = folds_of(task.problem, net);
  const auto rule = [](const TuningPart&) { return routing::Threshold{.value = 0}; };
  TunedPoint tuned{.requirements = requirements,
                   .point = operating_point_by(rule, folds, task.costs, task.options),
                   .threshold = common_threshold(trade, task.costs)};
  tuned.point.threshold = tuned.threshold;
  if (tuned.threshold) tuned.tuned_accuracy = tuned_accuracy(task, *tuned.threshold);
  tuned.net_value = net_value_on_test(rule, folds, trade, task.costs);
  return tuned;
}

}  // namespace

void require_life(Requirements& requirements, const LifeRequirement& life, const cost::SystemCost& cost) {
  const auto tighten = [&](cost::Resource resource, double budget) {
    const auto [place, added] = requirements.budgets.try_emplace(resource, budget);
    place->second = std::min(place->second, budget);
  };
  tighten(cost::Resource::energy, energy_for_days(life.battery, life.days));
  requirements.life = life;
  requirements.life->latency_ms = latency_for_rate(life.battery, cost);
  if (const auto latency = requirements.life->latency_ms) tighten(cost::Resource::latency, *latency);
}

std::variant<double, Refusal> coverage_within(const Budgets& budgets, const cost::SystemCost& cost) {
  const MethodCosts costs{.mean = cost};
  if (const auto refusal = refusal_of(budgets, {}, costs, config::Recalibration::none)) return *refusal;
  return coverage_for_budgets(budgets, 0, costs);
}

bool has_one_fit(const RoutingProblem& problem, const Method& method) {
  const BaseVariant& variant = problem.variant_of(method);
  return !problem.cross_fitted() ||
         (method.tune == method.test && variant.tune.cloud_value == variant.test.cloud_value);
}

Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            std::span<const Fold> folds, const MethodCosts& costs, const PointOptions& options) {
  const Task task{problem, method, folds, costs, options};
  if (method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud)
    return Refusal{.reason = Reason::nothing_to_tune};
  if (const auto refusal = refusal_to_certify(requirements, problem, method, options)) return *refusal;
  if (requirements.accuracy || requirements.trade) {
    if (!task.scored()) return Refusal{.reason = Reason::no_scores};
    if (options.recalibrate == config::Recalibration::unlabeled) return Refusal{.reason = Reason::no_labels};
  }
  if (requirements.trade) return traded(requirements, task);
  const std::span<const Fold> budgeted = task.scored() ? folds : std::span<const Fold>{};
  if (const auto refusal = refusal_of(requirements.budgets, budgeted, costs, options.recalibrate))
    return *refusal;
  if (options.confidence) return tune_certified(requirements, problem, method, folds, costs, options);
  if (requirements.accuracy) return of_accuracy(requirements, task);
  return within_budgets(requirements, task);
}

Tuning tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
            const MethodCosts& costs, const PointOptions& options) {
  const auto folds = options.confidence ? certification_folds(problem, method) : folds_of(problem, method);
  return tune(requirements, problem, method, folds, costs, options);
}

}  // namespace hybrid::eval
