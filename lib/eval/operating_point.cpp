#include "eval/operating_point.h"

#include <algorithm>
#include <cmath>

#include "eval/ceilings.h"
#include "routing/threshold.h"

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

void measure(const Outcomes& test, const RoutingScores& scores, double threshold, OperatingPoint& point) {
  std::int64_t kept = 0, kept_right = 0, sent_right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] > threshold) {
      sent_right += test.cloud_right[i];
    } else {
      ++kept;
      kept_right += test.base_right[i];
    }
  }
  const auto n = static_cast<std::int64_t>(scores.size());
  const auto ratio = [](std::int64_t part, std::int64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  };
  point.coverage = ratio(kept, n);
  point.accuracy = ratio(kept_right + sent_right, n);
  point.accuracy_ci = wilson(static_cast<double>(kept_right + sent_right), static_cast<double>(n));
  if (kept > 0) point.kept_accuracy = ratio(kept_right, kept);
  if (kept < n) point.sent_accuracy = ratio(sent_right, n - kept);
  if (std::isfinite(threshold)) point.threshold = threshold;
}

}  // namespace

OperatingPoint operating_point_at(const RoutingProblem& problem, const Method& method, double threshold,
                                  const SystemCost& cost) {
  OperatingPoint point;
  const std::size_t kept = method.tune.size() - count_sent(method.tune, threshold);
  point.tuned_coverage = static_cast<double>(kept) / static_cast<double>(method.tune.size());
  point.target_coverage = point.tuned_coverage;
  measure(problem.variant_of(method).test, method.test, threshold, point);
  point.matched_accuracy = point.accuracy;
  add_costs(cost, point);
  return point;
}

DeferralCurve test_curve(const RoutingProblem& problem, const Method& method) {
  const Outcomes& test = problem.variant_of(method).test;
  if (method.kind == MethodKind::scored) return deferral_curve(method.test, test);
  if (method.kind == MethodKind::random) return deferral_curve(RoutingScores(test.size(), 0.0), test);
  return {};
}

OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               const DeferralCurve& curve, double target_coverage, const SystemCost& cost) {
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
      const Threshold threshold = threshold_for_coverage(method.tune, target_coverage);
      point.target_coverage = target_coverage;
      point.tuned_coverage = threshold.tuned_coverage;
      measure(test, method.test, threshold.value, point);
      point.matched_accuracy = curve.accuracy_at(target_coverage);
      break;
    }
  }
  add_costs(cost, point);
  return point;
}

}  // namespace hybrid
