#include "eval/payload_choice.h"

#include "core/error.h"

namespace hybrid {

double accuracy_on_tuning_part(const RoutingProblem& problem, const Method& method, double threshold) {
  const Outcomes& outcomes = problem.variant_of(method).tune;
  HYBRID_CHECK(method.tune.size() == outcomes.size() && outcomes.size() > 0, "{} scores of {} examples",
               method.tune.size(), outcomes.size());
  double sum = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    sum += method.tune[i] > threshold ? outcomes.cloud_value[i] : outcomes.base_value[i];
  return sum / static_cast<double>(outcomes.size());
}

std::optional<PayloadPoint> payload_point(const RoutingProblem& problem, const Method& method,
                                          const MethodCosts& costs, const Budgets& budgets) {
  HYBRID_CHECK(!problem.cross_fitted() && method.kind == MethodKind::scored,
               "no threshold of {} is chosen here", method.name);
  const auto folds = folds_of(problem, method);
  if (unmet_budget(budgets, folds, costs, Recalibration::none)) return std::nullopt;
  const ThresholdRule rule = gains_only(budget_rule(budgets, 0, costs), method.meaning);
  const double threshold = thresholds_by(rule, folds, costs, Recalibration::none).front();
  return PayloadPoint{.point = operating_point_by(rule, folds, costs),
                      .tuned_accuracy = accuracy_on_tuning_part(problem, method, threshold)};
}

std::optional<std::size_t> best_payload(std::span<const std::optional<PayloadPoint>> points) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i] && (!best || points[i]->tuned_accuracy > points[*best]->tuned_accuracy)) best = i;
  return best;
}

}  // namespace hybrid
