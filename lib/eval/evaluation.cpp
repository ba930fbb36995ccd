#include "eval/evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "eval/ceilings.h"
#include "eval/paired_bootstrap.h"
#include "routing/threshold.h"

namespace hybrid {

namespace {

/// Whom everybody is compared with, where it is there. `max_prob_control` is the fair opponent of a trained
/// hybrid: the same base given the same training without the hybrid's losses.
constexpr std::array kOpponents{"max_prob", "entropy", "entropy_before", "max_prob_before",
                                "max_prob_control"};

bool has_curve(const Method& method) {
  return method.kind == MethodKind::scored || method.kind == MethodKind::random;
}

MethodResult evaluate_method(const RoutingProblem& problem, const Method& method, const DeferralCurve& curve,
                             const std::vector<double>& coverages, const SystemCost& cost) {
  MethodResult result{.name = method.name};
  const bool single = method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud;
  for (const double coverage : coverages) {
    result.points.push_back(operating_point(problem, method, curve, coverage, cost));
    if (single) break;
  }
  if (!has_curve(method)) return result;
  const Outcomes& test = problem.variant_of(method).test;
  result.audc = curve.area();
  const double apgr = average_performance_gap_recovered(*result.audc, shares(test));
  if (std::isfinite(apgr)) result.apgr = apgr;
  if (method.kind == MethodKind::scored) {
    std::vector<double> probability;
    if (method.score_is_logit)
      for (const double s : method.test) probability.push_back(1 / (1 + std::exp(-s)));
    result.router = router_metrics(method.test, probability, test);
  }
  return result;
}

/// The decisions of the largest cut that sends at most 1 - coverage and splits no tie.
struct FinalAnswers {
  std::size_t sent = 0;
  std::vector<std::uint8_t> right;  ///< [n_test]
};

FinalAnswers final_answers(const RoutingScores& scores, const Outcomes& outcomes, double coverage) {
  const double threshold = threshold_for_coverage(scores, coverage).value;
  FinalAnswers answers{.sent = count_sent(scores, threshold), .right = outcomes.base_right};
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i] > threshold) answers.right[i] = outcomes.cloud_right[i];
  return answers;
}

std::optional<double> mcnemar(const FinalAnswers& first, const FinalAnswers& second) {
  if (first.sent != second.sent) return std::nullopt;
  std::int64_t only_first = 0, only_second = 0;
  for (std::size_t i = 0; i < first.right.size(); ++i) {
    only_first += first.right[i] > second.right[i] ? 1 : 0;
    only_second += second.right[i] > first.right[i] ? 1 : 0;
  }
  return mcnemar_exact(only_first, only_second);
}

std::vector<Comparison> compare_all(const RoutingProblem& problem, const std::vector<const Method*>& methods,
                                    const std::vector<DeferralCurve>& curves, const EvaluationConfig& config,
                                    SeedTree seed) {
  std::vector<RoutingScores> scores;
  for (const auto* method : methods)
    scores.push_back(method->kind == MethodKind::random ? RoutingScores(problem.n_test(), 0.0)
                                                        : method->test);
  std::vector<ScoredOutcomes> scored;
  for (std::size_t m = 0; m < methods.size(); ++m)
    scored.push_back({scores[m], &problem.variant_of(*methods[m]).test});
  const auto bootstrap =
      paired_bootstrap(scored, config.coverages, static_cast<std::size_t>(config.bootstrap), seed);

  std::vector<std::vector<FinalAnswers>> answers(methods.size());  // [method][coverage]
  for (std::size_t m = 0; m < methods.size(); ++m)
    for (const double coverage : config.coverages)
      answers[m].push_back(final_answers(scores[m], *scored[m].outcomes, coverage));

  std::vector<Comparison> comparisons;
  for (std::size_t m = 0; m < methods.size(); ++m)
    for (const auto* opponent : kOpponents) {
      const auto found = std::ranges::find_if(methods, [&](const Method* x) { return x->name == opponent; });
      if (found == methods.end() || *found == methods[m]) continue;
      const auto a = static_cast<std::size_t>(found - methods.begin());
      for (std::size_t c = 0; c < config.coverages.size(); ++c) {
        const double coverage = config.coverages[c];
        comparisons.push_back({.method = methods[m]->name,
                               .against = opponent,
                               .target_coverage = coverage,
                               .delta = curves[m].accuracy_at(coverage) - curves[a].accuracy_at(coverage),
                               .ci = central_95(bootstrap.differences(m, a, c)),
                               .p_mcnemar = mcnemar(answers[m][c], answers[a][c])});
      }
    }
  return comparisons;
}

}  // namespace

const MethodResult* Evaluation::find(const std::string& method) const {
  const auto found = std::ranges::find(methods, method, &MethodResult::name);
  return found == methods.end() ? nullptr : &*found;
}

Workload with_router(Workload workload, const Method& method) {
  workload.router_macs = method.router_macs;
  return workload;
}

Workload with_largest_router(Workload workload, const RoutingProblem& problem) {
  for (const auto& method : problem.methods)
    workload.router_macs = std::max(workload.router_macs, method.router_macs);
  return workload;
}

Evaluation evaluate(const RoutingProblem& problem, const EvaluationConfig& config,
                    const SystemProfile& profile, const Workload& workload, SeedTree seed) {
  Evaluation evaluation{.classes = problem.classes,
                        .n_tune = problem.n_tune(),
                        .n_test = problem.n_test(),
                        .test = shares(problem.variants.at(0).test),
                        .skipped = problem.skipped};
  std::vector<const Method*> compared;
  std::vector<DeferralCurve> curves;
  for (const auto& method : problem.methods) {
    DeferralCurve curve = test_curve(problem, method);
    evaluation.methods.push_back(evaluate_method(problem, method, curve, config.coverages,
                                                 price(profile, with_router(workload, method))));
    if (!has_curve(method)) continue;
    compared.push_back(&method);
    curves.push_back(std::move(curve));
  }
  if (config.bootstrap > 0) evaluation.comparisons = compare_all(problem, compared, curves, config, seed);
  for (const double coverage : config.coverages)
    evaluation.ceilings.push_back(
        {.target_coverage = coverage,
         .paper_upper_bound =
             paper_upper_bound(evaluation.test.base_accuracy, evaluation.test.cloud_accuracy, coverage),
         .at_most = ceiling_at_most(evaluation.test, coverage),
         .exactly = ceiling_exactly(evaluation.test, coverage)});
  return evaluation;
}

std::vector<BudgetResult> evaluate_budgets(const RoutingProblem& problem,
                                           const std::vector<double>& latency_ms,
                                           const SystemProfile& profile, const Workload& workload) {
  std::vector<BudgetResult> results;
  for (const auto& method : problem.methods) {
    const SystemCost cost = price(profile, with_router(workload, method));
    const auto latency = cost.total(Resource::latency);
    if (!latency) continue;
    const DeferralCurve curve = test_curve(problem, method);
    for (const double budget : latency_ms) {
      BudgetResult result{.latency_ms = budget, .method = method.name};
      std::optional<double> coverage = latency->coverage_for(budget);
      if (method.kind == MethodKind::on_cloud)  // does not run the device's models, and has but one point
        coverage = latency->cloud_only() <= budget ? std::optional(0.0) : std::nullopt;
      if (coverage) result.point = operating_point(problem, method, curve, *coverage, cost);
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace hybrid
