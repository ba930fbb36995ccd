#include "workflows/abstain.h"

#include <algorithm>

#include "core/error.h"
#include "eval/own_methods.h"
#include "routing/scores.h"

namespace hybrid::workflows {

namespace {

std::vector<const eval::Method*> scored_methods(const eval::RoutingProblem& problem,
                                                const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (problem.method(name).kind != eval::MethodKind::scored)
      throw InvalidArgument(fmt::format("{} has no scores to abstain by", name));
  std::vector<const eval::Method*> methods;
  for (const auto& method : problem.methods)
    if (method.kind == eval::MethodKind::scored &&
        (names.empty() || std::ranges::find(names, method.name()) != names.end()))
      methods.push_back(&method);
  if (methods.empty()) throw InvalidArgument("there is no method with scores to abstain by");
  return methods;
}

std::vector<RiskPoint> points_of(const eval::RiskCoverageCurve& curve) {
  std::vector<RiskPoint> points;
  for (const auto& cut : curve.cuts) {
    const auto accepted = static_cast<double>(cut.accepted);
    RiskPoint point{.accepted = cut.accepted,
                    .errors = cut.errors,
                    .coverage = accepted / static_cast<double>(curve.n()),
                    .risk = {},
                    .threshold = {}};
    if (cut.accepted > 0) {
      point.risk = static_cast<double>(cut.errors) / accepted;
      point.threshold = cut.threshold;
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace

LoadedProblem load_base_alone(const ProblemSource& source, std::vector<std::string> methods, Logger& log) {
  const bool all = methods.empty();
  if (all)
    for (const auto& measure : routing::confidence_measures()) methods.emplace_back(measure.name);
  const LoadedPairs pairs = load_pairs(source, methods, log);
  warn_of_outputs(pairs, log, true);
  if (all) {
    const auto own = eval::own_methods(pairs.tune.base, pairs.test.base);
    methods.insert(methods.end(), own.begin(), own.end());
  }
  return problem_of(source, pairs, methods, log);
}

std::vector<MethodAbstention> abstain(const eval::RoutingProblem& problem,
                                      const std::vector<std::string>& methods,
                                      const std::vector<double>& coverages) {
  std::vector<MethodAbstention> results;
  for (const auto* method : scored_methods(problem, methods)) {
    const double accuracy = routing::shares(problem.variant_of(*method).test).base_accuracy;
    results.push_back({.method = method->name(),
                       .is_for_routing = method->meaning != eval::ScoreMeaning::rank,
                       .base_accuracy = accuracy,
                       .optimal_aurc = eval::optimal_aurc(1 - accuracy),
                       .optimal_augrc = eval::optimal_augrc(1 - accuracy),
                       .result = eval::abstention(eval::folds_of(problem, *method), coverages)});
  }
  return results;
}

std::vector<RiskCurve> risk_curves(const eval::RoutingProblem& problem,
                                   const std::vector<std::string>& methods) {
  std::vector<RiskCurve> curves;
  for (const auto* method : scored_methods(problem, methods)) {
    RiskCurve curve{.method = method->name(), .folds = {}};
    for (const auto& fold : eval::folds_of(problem, *method))
      curve.folds.push_back(points_of(eval::risk_coverage_curve(fold.test_scores, fold.test.base_value)));
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace hybrid::workflows
