#include "eval/operating_point.h"

#include <algorithm>
#include <cmath>

#include "eval/ceilings.h"
#include "eval/certificate.h"
#include "eval/decision_sums.h"
#include "stats/two_samples.h"

namespace hybrid::eval {

namespace {

void add_costs(const MethodCosts& costs, const Decisions& decisions, const PointOptions& options,
               OperatingPoint& point) {
  point.latency_ms = mean_cost(costs, cost::Resource::latency, decisions);
  point.energy_mj = mean_cost(costs, cost::Resource::energy, decisions);
  point.macs = mean_cost(costs, cost::Resource::macs, decisions);
  point.silence_ms = (1 - decisions.coverage) * costs.mean.silence_ms;
  point.tail = latency_tail(costs, decisions, options.deadline_ms);
}

template <class Part, class Whole>
double ratio(Part part, Whole whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Returns the figures that follow from the decisions on the test part.
OperatingPoint measured(const DecisionSums& sums) {
  OperatingPoint point;
  point.target_coverage = point.tuned_coverage = point.coverage = sums.kept / sums.n;
  point.accuracy = point.matched_accuracy = sums.value() / sums.n;
  point.accuracy_ci = accuracy_interval(sums);
  if (sums.kept > 0) point.kept_accuracy = sums.kept_value / sums.kept;
  if (sums.sent > 0) point.sent_accuracy = sums.sent_value / sums.sent;
  point.oracle_agreement = sums.agreeing / sums.n;
  point.missed_help = sums.missed_help / sums.n;
  point.useless_send = sums.useless_send / sums.n;
  point.harmful_send = sums.harmful_send / sums.n;
  return point;
}

/// Returns the sums of the oracle that may send 1 - coverage: the largest gains first, and a random share of
/// equal ones if not all fit.
DecisionSums oracle_sums(const routing::Outcomes& test, double coverage) {
  const routing::RoutingScores gain = gains(test);
  DecisionSums all_help = decision_sums(gain, 0, test);
  if (all_help.sent <= (1 - coverage) * all_help.n) return all_help;
  const CurvePlace place = oracle_curve(test).at(coverage);
  return mixed(decision_sums(gain, place.low.threshold, test),
               decision_sums(gain, place.high.threshold, test), place.share);
}

}  // namespace

OperatingPoint operating_point_by(const ThresholdRule& rule, std::span<const Fold> folds,
                                  const MethodCosts& costs, const PointOptions& options) {
  const std::vector<double> thresholds = thresholds_by(rule, folds, costs, options.recalibrate);
  DecisionSums sums;
  std::size_t n_tune = 0, tune_kept = 0;
  double coverage_error = 0;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    sums += decision_sums(folds[f].test_scores, thresholds[f], folds[f].test);
    const TuningPart part = tuning_part(folds[f], costs, options.recalibrate);
    const std::size_t n = part.scores.size();
    const std::size_t kept = n - routing::count_sent(part.scores, thresholds[f]);
    coverage_error +=
        folds[f].weight * stats::coverage_standard_error(ratio(kept, n), n, folds[f].test_scores.size());
    n_tune += n;
    tune_kept += kept;
  }
  OperatingPoint point = measured(sums);
  point.target_coverage = point.tuned_coverage = ratio(tune_kept, n_tune);
  if (folds.size() == 1 && std::isfinite(thresholds.front())) point.threshold = thresholds.front();
  point.coverage_error = coverage_error;
  add_costs(costs, decisions_at(folds, thresholds), options, point);
  return point;
}

OperatingPoint operating_point(const RoutingProblem& problem, const Method& method,
                               std::span<const Fold> folds, double target_coverage, const MethodCosts& costs,
                               const PointOptions& options) {
  const routing::Outcomes& test = problem.variant_of(method).test;
  const auto all_alike = [&](double threshold) {
    return decision_sums(routing::RoutingScores(test.size(), 0.0), threshold, test);
  };
  const auto all_kept = [&] { return all_alike(1); };
  const auto all_sent = [&] { return all_alike(-1); };
  OperatingPoint point;
  switch (method.kind) {
    case MethodKind::on_device:
      point = measured(all_kept());
      break;
    case MethodKind::on_cloud:
      point = measured(all_sent());
      break;
    case MethodKind::random: {
      const routing::OutcomeShares share = routing::shares(test);
      point = measured(mixed(all_kept(), all_sent(), 1 - target_coverage));
      // Exact values, without the rounding of the sums.
      point.coverage = point.tuned_coverage = target_coverage;
      point.accuracy = point.matched_accuracy =
          target_coverage * share.base_accuracy + (1 - target_coverage) * share.cloud_accuracy;
      if (point.kept_accuracy) point.kept_accuracy = share.base_accuracy;
      if (point.sent_accuracy) point.sent_accuracy = share.cloud_accuracy;
      point.target_coverage = target_coverage;
      break;
    }
    case MethodKind::oracle: {
      const DecisionSums sums = oracle_sums(test, target_coverage);
      point = measured(sums);
      point.coverage = point.tuned_coverage = std::max(target_coverage, sums.kept / sums.n);
      point.target_coverage = target_coverage;
      break;
    }
    case MethodKind::scored:
      point = operating_point_by(coverage_rule(target_coverage, method.meaning, options.confidence), folds,
                                 costs, options);
      point.target_coverage = target_coverage;
      point.matched_accuracy = matched_accuracy(folds, target_coverage);
      return point;
  }
  add_costs(costs, expected_decisions(problem, method, target_coverage), options, point);
  return point;
}

}  // namespace hybrid::eval
