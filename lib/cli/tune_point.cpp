#include "cli/tune_point.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "report/text_table.h"

namespace hybrid {

namespace {

/// All that is tuned: whose scores, priced how, measured how.
struct Task {
  const RoutingProblem& problem;
  const Method& method;
  const MethodCosts& costs;
  const PointOptions& options;
  std::vector<Fold> folds;
};

void require_priced(const std::string& flag, Resource resource, const SystemCost& cost) {
  if (cost.total(resource)) return;
  throw UsageError(
      fmt::format("{} cannot be used: {}", flag,
                  cost.unknown.empty() ? "the profile does not price it" : join(cost.unknown, "; ")));
}

void require_met(const Budgets& budgets, const Task& task) {
  for (const auto& [resource, budget] : budgets)
    require_priced(fmt::format("--{}", name_of(resource)), resource, task.costs.mean);
  const bool scored = task.method.kind == MethodKind::scored;
  const auto unmet =
      unmet_budget(budgets, scored ? std::span<const Fold>(task.folds) : std::span<const Fold>{}, task.costs,
                   task.options.recalibrate);
  if (!unmet) return;
  throw Infeasible(
      fmt::format("{} {} {} cannot be met: the device alone takes {} {} for every input (profile {}); "
                  "nearest: --{} {}",
                  name_of(unmet->resource), shortest(budgets.at(unmet->resource)), unit_of(unmet->resource),
                  shortest(unmet->nearest), unit_of(unmet->resource), task.costs.mean.profile,
                  name_of(unmet->resource), shortest(unmet->nearest)));
}

/// @throws Infeasible naming the best accuracy that thresholds reach on every tuning part.
void require_reachable(double accuracy, const Task& task) {
  std::vector<DeferralCurve> parts;
  for (const auto& fold : task.folds) parts.push_back(deferral_curve(fold.tune_scores, fold.tune));
  if (has_one_fit(task.problem, task.method))
    parts.push_back(deferral_curve(task.method.tune, task.problem.variant_of(task.method).tune));
  std::optional<Cut> best;
  double best_accuracy = 1, best_coverage = 0;
  for (const auto& part : parts) {
    const Cut cut = *std::ranges::max_element(part.cuts, {}, &Cut::value);
    const auto n = static_cast<double>(part.n);
    if (best && cut.value / n >= best_accuracy) continue;
    best = cut;
    best_accuracy = cut.value / n;
    best_coverage = 1 - static_cast<double>(cut.sent) / n;
  }
  if (accuracy <= best_accuracy) return;
  throw Infeasible(fmt::format(
      "accuracy {} % is out of reach for {}: the best on the tuning split is {} % with {} % kept on the "
      "device; nearest: --accuracy {}",
      per_cent(accuracy, 2), task.method.name, per_cent(best_accuracy, 2), per_cent(best_coverage),
      shortest(best_accuracy)));
}

/// What the rule chooses on all examples at once, to be deployed.
Threshold deployed(const ThresholdRule& rule, const Task& task) {
  Fold whole{.tune_scores = task.method.tune,
             .tune = task.problem.variant_of(task.method).tune,
             .test_scores = task.method.test};
  for (std::size_t i = 0; i < whole.tune_scores.size(); ++i) whole.tune_rows.push_back(i);
  for (std::size_t i = 0; i < whole.test_scores.size(); ++i) whole.test_rows.push_back(i);
  return rule(tuning_part(whole, task.costs, task.options.recalibrate));
}

/// The thresholds that the rule chooses: what they give, and the one to deploy. Of a cross-fitted problem
/// that one is chosen on all examples, while the folds tell what such a choice gives on others.
OperatingPoint tuned_point(const ThresholdRule& rule, const Task& task) {
  OperatingPoint point = operating_point_by(rule, task.folds, task.costs, task.options);
  if (!has_one_fit(task.problem, task.method)) return point;
  const Threshold threshold = deployed(rule, task);
  point.target_coverage = point.tuned_coverage = threshold.tuned_coverage;
  if (std::isfinite(threshold.value)) point.threshold = threshold.value;
  return point;
}

OperatingPoint point_within_budgets(const Budgets& budgets, double coverage, const Task& task) {
  const bool single = std::ranges::any_of(
      budgets, [&](const auto& budget) { return task.costs.test.contains(budget.first); });
  if (task.method.kind == MethodKind::scored && single)
    return tuned_point(gains_only(budget_rule(budgets, coverage, task.costs), task.method.meaning), task);
  const double needed = coverage_for_budgets(budgets, coverage, task.costs);
  if (task.method.kind != MethodKind::scored)
    return operating_point(task.problem, task.method, task.folds, needed, task.costs, task.options);
  OperatingPoint point = tuned_point(gains_only(coverage_rule(needed), task.method.meaning), task);
  point.target_coverage = needed;
  return point;
}

OperatingPoint point_of_accuracy(const Requirements& requirements, const Task& task) {
  if (task.method.kind != MethodKind::scored)
    throw UsageError("--accuracy needs a method with scores, not " + task.method.name);
  if (task.options.recalibrate == Recalibration::unlabeled)
    throw UsageError("--accuracy needs labels, which --recalibrate unlabeled does not use: leave one out");
  require_reachable(*requirements.accuracy, task);
  const auto rule = [&](const TuningPart& part) {
    return threshold_for_accuracy(part.scores, *part.outcomes, *requirements.accuracy).value();
  };
  const OperatingPoint point = tuned_point(rule, task);
  // Where thresholds of two fits are measured, none is deployed and what they give together counts.
  const ThresholdRule within =
      budget_rule(requirements.budgets, requirements.coverage.value_or(0), task.costs);
  const double needed = has_one_fit(task.problem, task.method)
                            ? deployed(within, task).tuned_coverage
                            : operating_point_by(within, task.folds, task.costs, task.options).tuned_coverage;
  if (point.tuned_coverage < needed - 1e-12)
    throw Infeasible(
        fmt::format("accuracy {} % and the budgets cannot hold together for {}: the accuracy needs {} % to "
                    "be sent, the budgets allow {} %",
                    per_cent(*requirements.accuracy, 2), task.method.name,
                    per_cent(1 - point.tuned_coverage, 2), per_cent(1 - needed, 2)));
  return point;
}

TunedPoint traded_point(const Requirements& requirements, const Task& task) {
  const Trade& trade = *requirements.trade;
  if (task.method.kind != MethodKind::scored)
    throw UsageError("--price and --value need a method with scores, not " + task.method.name);
  if (task.options.recalibrate == Recalibration::unlabeled)
    throw UsageError(
        "--recalibrate unlabeled keeps a coverage or a budget: leave it out with --price and --value");
  if (trade.resource)
    require_priced(fmt::format("--value-of {}", name_of(*trade.resource)), *trade.resource, task.costs.mean);
  if (task.method.meaning != ScoreMeaning::expected_gain) {
    const ThresholdRule rule = trade_rule(trade, task.costs);
    return {requirements, tuned_point(rule, task), net_value_on_test(rule, task.folds, trade, task.costs)};
  }
  const Method net = net_gain_method(task.method, trade, task.costs);
  const std::vector<Fold> folds = folds_of(task.problem, net);
  const auto rule = [](const TuningPart&) { return Threshold{.value = 0}; };
  TunedPoint tuned{requirements, operating_point_by(rule, folds, task.costs, task.options),
                   net_value_on_test(rule, folds, trade, task.costs)};
  tuned.point.threshold = common_threshold(trade, task.costs);
  return tuned;
}

}  // namespace

bool has_one_fit(const RoutingProblem& problem, const Method& method) {
  const BaseVariant& variant = problem.variant_of(method);
  return !problem.cross_fitted() ||
         (method.tune == method.test && variant.tune.cloud_value == variant.test.cloud_value);
}

TunedPoint tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
                const MethodCosts& costs, const PointOptions& options) {
  if (method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud)
    throw UsageError(fmt::format("{} has nothing to tune: it {}; give a method with a threshold", method.name,
                                 method.kind == MethodKind::on_cloud ? "sends everything" : "sends nothing"));
  const Task task{problem, method, costs, options, folds_of(problem, method)};
  if (requirements.trade) return traded_point(requirements, task);
  require_met(requirements.budgets, task);
  if (requirements.accuracy) return {requirements, point_of_accuracy(requirements, task), {}};
  return {
      requirements, point_within_budgets(requirements.budgets, requirements.coverage.value_or(0), task), {}};
}

}  // namespace hybrid
