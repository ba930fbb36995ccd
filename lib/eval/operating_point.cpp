#include "eval/operating_point.h"

#include <algorithm>
#include <cmath>

#include "eval/ceilings.h"

namespace hybrid {

namespace {

void add_costs(const MethodCosts& costs, const Decisions& decisions, const PointOptions& options,
               OperatingPoint& point) {
  point.latency_ms = mean_cost(costs, Resource::latency, decisions);
  point.energy_mj = mean_cost(costs, Resource::energy, decisions);
  point.macs = mean_cost(costs, Resource::macs, decisions);
  point.tail = latency_tail(costs, decisions, options.deadline_ms);
}

/// A point whose accuracy is known in closed form from the shares of the four outcomes.
OperatingPoint closed_form(double target, double coverage, double accuracy, std::size_t n) {
  OperatingPoint point{.target_coverage = target, .tuned_coverage = coverage, .coverage = coverage};
  point.accuracy = point.matched_accuracy = accuracy;
  point.accuracy_ci = wilson(std::min(accuracy, 1.0) * static_cast<double>(n), static_cast<double>(n));
  return point;
}

/// What happened in all folds together: figures are counts divided once.
struct Tally {
  std::size_t n_tune = 0, tune_sent = 0;
  std::int64_t n = 0, kept = 0;
  double kept_value = 0, sent_value = 0;  ///< what the answers are worth: how many are right

  void add(const TuningPart& part, const Fold& fold, double threshold) {
    n_tune += part.scores.size();
    tune_sent += count_sent(part.scores, threshold);
    n += static_cast<std::int64_t>(fold.test_scores.size());
    for (std::size_t i = 0; i < fold.test_scores.size(); ++i) {
      if (fold.test_scores[i] > threshold) {
        sent_value += fold.test.cloud_value[i];
      } else {
        ++kept;
        kept_value += fold.test.base_value[i];
      }
    }
  }
};

template <class Part, class Whole>
double ratio(Part part, Whole whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

OperatingPoint operating_point_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, const PointOptions& options) {
  OperatingPoint point;
  Tally tally;
  const std::vector<double> thresholds = thresholds_by(rule, folds, costs, options.recalibrate);
  for (std::size_t f = 0; f < folds.size(); ++f)
    tally.add(tuning_part(folds[f], costs, options.recalibrate), folds[f], thresholds[f]);
  if (folds.size() == 1 && std::isfinite(thresholds.front())) point.threshold = thresholds.front();
  point.target_coverage = point.tuned_coverage = ratio(tally.n_tune - tally.tune_sent, tally.n_tune);
  point.coverage = ratio(tally.kept, tally.n);
  const double right = tally.kept_value + tally.sent_value;
  point.accuracy = point.matched_accuracy = ratio(right, tally.n);
  point.accuracy_ci = wilson(right, static_cast<double>(tally.n));
  if (tally.kept > 0) point.kept_accuracy = ratio(tally.kept_value, tally.kept);
  if (tally.kept < tally.n) point.sent_accuracy = ratio(tally.sent_value, tally.n - tally.kept);
  add_costs(costs, decisions_at(folds, thresholds), options, point);
  return point;
}

OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const MethodCosts& costs,
                               const PointOptions& options) {
  const Outcomes& test = problem.variant_of(method).test;
  const OutcomeShares share = shares(test);
  const std::size_t n = test.size();
  OperatingPoint point;
  switch (method.kind) {
    case MethodKind::on_device:
      point = closed_form(1, 1, share.base_accuracy, n);
      point.kept_accuracy = share.base_accuracy;
      break;
    case MethodKind::on_cloud:
      point = closed_form(0, 0, share.cloud_accuracy, n);
      point.sent_accuracy = share.cloud_accuracy;
      break;
    case MethodKind::random:
      point = closed_form(
          target_coverage, target_coverage,
          target_coverage * share.base_accuracy + (1 - target_coverage) * share.cloud_accuracy, n);
      if (target_coverage > 0) point.kept_accuracy = share.base_accuracy;
      if (target_coverage < 1) point.sent_accuracy = share.cloud_accuracy;
      break;
    case MethodKind::oracle: {
      const double sent = std::min(1 - target_coverage, share.helpful);
      point = closed_form(target_coverage, 1 - sent, ceiling_at_most(share, target_coverage), n);
      if (sent < 1) point.kept_accuracy = share.base_accuracy / (1 - sent);
      if (sent > 0) point.sent_accuracy = 1;
      break;
    }
    case MethodKind::scored:
      point = operating_point_by(coverage_rule(target_coverage), folds, costs, options);
      point.target_coverage = target_coverage;
      point.matched_accuracy = matched_accuracy(folds, target_coverage);
      return point;
  }
  add_costs(costs, expected_decisions(problem, method, target_coverage), options, point);
  return point;
}

}  // namespace hybrid
