#include "eval/operating_point.h"

#include <algorithm>
#include <cmath>

#include "eval/ceilings.h"

namespace hybrid {

namespace {

std::optional<double> cost_at(const SystemCost& cost, Resource resource, double coverage) {
  const auto total = cost.total(resource);
  return total ? std::optional(total->at(coverage)) : std::nullopt;
}

void add_costs(const SystemCost& cost, OperatingPoint& point) {
  point.latency_ms = cost_at(cost, Resource::latency, point.coverage);
  point.energy_mj = cost_at(cost, Resource::energy, point.coverage);
  point.macs = cost_at(cost, Resource::macs, point.coverage);
}

void add_cloud_only_costs(const SystemCost& cost, OperatingPoint& point) {
  const auto alone = [&](Resource resource) {
    const auto total = cost.total(resource);
    return total ? std::optional(total->cloud_only()) : std::nullopt;
  };
  point.latency_ms = alone(Resource::latency);
  point.energy_mj = alone(Resource::energy);
  point.macs = alone(Resource::macs);
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

  void add(const Fold& fold, double threshold) {
    n_tune += fold.tune_scores.size();
    tune_sent += count_sent(fold.tune_scores, threshold);
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
                                  const SystemCost& cost) {
  OperatingPoint point;
  Tally tally;
  for (const auto& fold : folds) {
    const double threshold = rule(fold.tune_scores, fold.tune).value;
    tally.add(fold, threshold);
    if (folds.size() == 1 && std::isfinite(threshold)) point.threshold = threshold;
  }
  point.target_coverage = point.tuned_coverage = ratio(tally.n_tune - tally.tune_sent, tally.n_tune);
  point.coverage = ratio(tally.kept, tally.n);
  const double right = tally.kept_value + tally.sent_value;
  point.accuracy = point.matched_accuracy = ratio(right, tally.n);
  point.accuracy_ci = wilson(right, static_cast<double>(tally.n));
  if (tally.kept > 0) point.kept_accuracy = ratio(tally.kept_value, tally.kept);
  if (tally.kept < tally.n) point.sent_accuracy = ratio(tally.sent_value, tally.n - tally.kept);
  add_costs(cost, point);
  return point;
}

OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const SystemCost& cost) {
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
      add_cloud_only_costs(cost, point);
      return point;
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
    case MethodKind::scored: {
      const auto rule = [&](std::span<const double> scores, const Outcomes&) {
        return threshold_for_coverage(scores, target_coverage);
      };
      point = operating_point_by(rule, folds, cost);
      point.target_coverage = target_coverage;
      point.matched_accuracy = matched_accuracy(folds, target_coverage);
      return point;
    }
  }
  add_costs(cost, point);
  return point;
}

}  // namespace hybrid
