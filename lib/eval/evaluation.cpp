#include "eval/evaluation.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "eval/ceilings.h"
#include "eval/certificate.h"
#include "eval/certification_part.h"
#include "eval/own_methods.h"
#include "eval/paired_folds.h"

namespace hybrid::eval {

namespace {

/// A method with a curve, and its folds.
struct MethodFolds {
  const Method* method = nullptr;
  std::span<const Fold> folds;
};

std::optional<double> weighted_mean(const std::vector<RouterMetrics>& metrics, std::span<const Fold> folds,
                                    std::optional<double> RouterMetrics::*metric) {
  double mean = 0;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    if (!(metrics[f].*metric)) return std::nullopt;
    mean += folds[f].weight * *(metrics[f].*metric);
  }
  return mean;
}

/// Predictions have the same meaning in every fold, so all folds share the bins.
std::vector<stats::ReliabilityBin> reliability_of(std::span<const Fold> folds, ScoreMeaning meaning) {
  std::vector<double> predicted, observed;
  for (const auto& fold : folds)
    for (std::size_t i = 0; i < fold.test_scores.size(); ++i) {
      const double gain = fold.test.cloud_value[i] - fold.test.base_value[i];
      const bool probable = meaning == ScoreMeaning::help_logit;
      predicted.push_back(probable ? routing::sigmoid(fold.test_scores[i]) : fold.test_scores[i]);
      observed.push_back(!probable ? gain : gain > 0 ? 1 : 0);
    }
  // An infinite predicted gain has no mean.
  if (!std::ranges::all_of(predicted, [](double p) { return std::isfinite(p); })) return {};
  return stats::reliability(predicted, observed);
}

/// Scores of different folds may come from different fits, so each fold is ranked separately.
RouterMetrics router_metrics_of(std::span<const Fold> folds, ScoreMeaning meaning) {
  std::vector<RouterMetrics> metrics;
  for (const auto& fold : folds) {
    std::vector<double> probability;
    if (meaning == ScoreMeaning::help_logit)
      for (const double s : fold.test_scores) probability.push_back(routing::sigmoid(s));
    metrics.push_back(router_metrics(fold.test_scores, probability, fold.test));
  }
  RouterMetrics all{.auroc = weighted_mean(metrics, folds, &RouterMetrics::auroc),
                    .average_precision = weighted_mean(metrics, folds, &RouterMetrics::average_precision),
                    .brier = weighted_mean(metrics, folds, &RouterMetrics::brier)};
  if (meaning != ScoreMeaning::rank) all.reliability = reliability_of(folds, meaning);
  all.ece = stats::expected_calibration_error(all.reliability);
  return all;
}

MethodResult evaluate_method(const RoutingProblem& problem, const Method& method, std::span<const Fold> folds,
                             const std::vector<double>& coverages, const MethodCosts& costs,
                             const PointOptions& options) {
  MethodResult result{
      .name = method.name(), .measure = method.measure, .variant = method.variant, .kind = method.kind};
  const bool single = method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud;
  for (const double coverage : coverages) {
    result.points.push_back(operating_point(problem, method, folds, coverage, costs, options));
    if (single) break;
  }
  if (folds.empty()) return result;
  result.audc = area(folds);
  const double apgr =
      average_performance_gap_recovered(*result.audc, routing::shares(problem.variant_of(method).test));
  if (std::isfinite(apgr)) result.apgr = apgr;
  if (method.kind == MethodKind::scored) result.router = router_metrics_of(folds, method.meaning);
  return result;
}

std::vector<Comparison> compare_all(const RoutingProblem& problem, const std::vector<MethodFolds>& compared,
                                    const config::EvaluationConfig& config, SeedTree seed) {
  if (compared.empty()) return {};
  std::vector<std::span<const Fold>> folds;
  for (const auto& method : compared) folds.push_back(method.folds);
  const BootstrapAccuracies bootstrap =
      paired_bootstrap(folds, config.coverages, static_cast<std::size_t>(config.bootstrap), seed);
  std::vector<std::vector<FinalPredictions>> predictions(compared.size());  // [method][coverage]
  for (std::size_t m = 0; m < compared.size(); ++m)
    for (const double coverage : config.coverages)
      predictions[m].push_back(final_predictions(compared[m].folds, coverage));

  std::vector<Comparison> comparisons;
  for (std::size_t m = 0; m < compared.size(); ++m)
    for (const auto& opponent : opponents_of(problem, *compared[m].method)) {
      const auto found =
          std::ranges::find_if(compared, [&](const MethodFolds& c) { return c.method->name() == opponent; });
      const auto a = static_cast<std::size_t>(found - compared.begin());
      if (a == m) continue;
      for (std::size_t c = 0; c < config.coverages.size(); ++c) {
        const double coverage = config.coverages[c];
        comparisons.push_back({.method = compared[m].method->name(),
                               .against = compared[a].method->name(),
                               .target_coverage = coverage,
                               .delta = matched_accuracy(compared[m].folds, coverage) -
                                        matched_accuracy(compared[a].folds, coverage),
                               .ci = stats::central_95(bootstrap.differences(m, a, c)),
                               .p_mcnemar = mcnemar(predictions[m][c], predictions[a][c])});
      }
    }
  return comparisons;
}

void add_outages(const RoutingProblem& problem, const Method& method, std::span<const Fold> folds,
                 const config::EvaluationConfig& config, const MethodCosts& costs, Evaluation& evaluation) {
  for (const double coverage : config.coverages) {
    const ThresholdRule rule = coverage_rule(coverage, method.meaning, evaluation.confidence);
    const Decisions decisions = decisions_at(folds, thresholds_by(rule, folds, costs, config.recalibrate));
    for (const double outage : config.outages)
      evaluation.outages.push_back(
          {.method = method.name(),
           .target_coverage = coverage,
           .outage = outage,
           .figures = expected_under({.probability = outage, .timeout_ms = config.timeout_ms}, decisions,
                                     problem.variant_of(method).test, costs)});
  }
}

}  // namespace

const MethodResult* Evaluation::find(const std::string& method) const {
  const auto found = std::ranges::find(methods, method, &MethodResult::name);
  return found == methods.end() ? nullptr : &*found;
}

Evaluation evaluate(const RoutingProblem& problem, const config::EvaluationConfig& config,
                    const cost::SystemProfile& profile, const cost::Workload& workload, SeedTree seed,
                    std::span<const cost::SystemProfile> others, std::optional<double> confidence) {
  Evaluation evaluation{.classes = problem.classes,
                        .cross_fitted = problem.cross_fitted(),
                        .confidence = confidence,
                        .n_certify = static_cast<std::size_t>(std::ranges::count(problem.certify, 1)),
                        .n_tune = problem.n_tune(),
                        .n_test = problem.n_test(),
                        .test = routing::shares(problem.variants.at(0).test),
                        .accuracy = problem.accuracy,
                        .skipped = problem.skipped,
                        .notes = problem.notes};
  const PointOptions options{
      .recalibrate = config.recalibrate, .deadline_ms = config.deadline_ms, .confidence = confidence};
  std::vector<std::vector<Fold>> all_folds;
  for (const auto& method : problem.methods)
    all_folds.push_back(confidence ? certification_folds(problem, method) : folds_of(problem, method));
  std::vector<MethodFolds> compared;
  for (std::size_t m = 0; m < problem.methods.size(); ++m) {
    const Method& method = problem.methods[m];
    const std::span<const Fold> folds = all_folds[m];
    const MethodCosts costs = costs_of(problem, method, profile, workload);
    evaluation.methods.push_back(evaluate_method(problem, method, folds, config.coverages, costs, options));
    if (method.kind == MethodKind::scored) add_outages(problem, method, folds, config, costs, evaluation);
    if (!folds.empty()) compared.push_back({&method, folds});
  }
  if (config.bootstrap > 0) evaluation.comparisons = compare_all(problem, compared, config, seed);
  const DeferralCurve oracle = oracle_curve(problem.variants.at(0).test);
  for (const double coverage : config.coverages)
    evaluation.ceilings.push_back({.target_coverage = coverage,
                                   .paper_upper_bound = paper_upper_bound(problem, coverage),
                                   .at_most = ceiling_at_most(oracle, coverage),
                                   .exactly = ceiling_exactly(oracle, coverage)});
  evaluation.profiles.push_back(evaluate_profile(problem, all_folds, config, profile, workload, confidence));
  for (const auto& other : others)
    evaluation.profiles.push_back(evaluate_profile(problem, all_folds, config, other, workload, confidence));
  evaluation.main_methods = main_methods(problem);
  if (!problem.cross_fitted() && !confidence)
    evaluation.carried = carried_thresholds(problem, evaluation.main_methods, config.coverages);
  return evaluation;
}

}  // namespace hybrid::eval
