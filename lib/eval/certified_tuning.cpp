#include "eval/certified_tuning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "eval/certification_part.h"
#include "routing/certified_threshold.h"
#include "stats/binomial.h"

namespace hybrid::eval {

namespace {

using Reason = Refusal::Reason;

/// What the limits and the accuracy are certified on, and with which error probability each.
struct Certification {
  const Requirements& requirements;
  const MethodCosts& costs;
  ScoreMeaning meaning;
  TuningPart part;
  double confidence, delta;

  std::size_t n() const { return part.scores.size(); }
};

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The costs of single inputs, scaled to [0, 1].
struct ScaledCost {
  CostRange range;
  double if_kept = 0;  ///< mean if nothing is sent, scaled

  explicit ScaledCost(const routing::InputBudget& budget) {
    range.low = std::ranges::min(budget.per_input);
    for (std::size_t i = 0; i < budget.per_input.size(); ++i)
      range.high = std::max(range.high, budget.per_input[i] + budget.per_offload[i]);
    if_kept = std::clamp(scaled(mean_of(budget.per_input)), 0.0, 1.0);
  }
  double width() const { return std::max(range.high - range.low, 1e-300); }
  double scaled(double cost) const { return (cost - range.low) / width(); }
  double unscaled(double share) const { return range.low + share * width(); }
};

/// Returns the highest coverage that n examples certify: below their largest score, with threshold there.
double highest_coverage(std::size_t n, double delta) {
  return stats::clopper_pearson_lower(n, n, delta);
}

/// The number of examples that certify a coverage with the largest score as the threshold.
std::optional<std::size_t> examples_for(double coverage, double delta) {
  return stats::examples_to_show(coverage, 1, delta);
}

/// Returns the number of examples that certify the budget if nothing is sent and kept inputs cost the same.
std::optional<std::size_t> examples_for(double if_kept, double limit, double delta) {
  constexpr std::size_t kMost = 1'000'000'000;
  const auto enough = [&](std::size_t n) {
    return stats::certifying_mean(n, limit, delta).value_or(-1) >= if_kept;
  };
  std::size_t high = 1;
  while (!enough(high)) {
    if (high >= kMost) return std::nullopt;
    high *= 2;
  }
  std::size_t low = high / 2;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

/// Notes the best that could be certified of the required limits, and what is assumed of costs.
void note_limits(const Certification& c, const PartBudgets& budgets, Certificate& certificate) {
  const double coverage = highest_coverage(c.n(), c.delta);
  if (c.requirements.coverage) certificate.highest_coverage = coverage;
  for (const auto& [resource, budget] : budgets.common)
    certificate.lowest_budgets[resource] = c.costs.mean.total(resource)->at(coverage);
  for (const auto& [resource, budget] : budgets.single) {
    const ScaledCost cost(budget);
    certificate.assumed[resource] = cost.range;
    certificate.lowest_budgets[resource] =
        cost.unscaled(stats::hoeffding_bentkus_upper(cost.if_kept, c.n(), c.delta));
  }
}

/// Returns the refusal for the strictest of the coverage and of the budgets that are coverages.
Refusal uncertified(const Certification& c, const PartBudgets& budgets, double coverage,
                    const Certificate& certificate) {
  Refusal refusal{.reason = Reason::uncertified_coverage,
                  .nearest = highest_coverage(c.n(), c.delta),
                  .coverage = coverage,
                  .confidence = c.confidence,
                  .certified_on = c.n(),
                  .examples = examples_for(coverage, c.delta)};
  for (const auto& [resource, budget] : budgets.common)
    if (c.requirements.coverage.value_or(0) < coverage &&
        c.costs.mean.total(resource)->coverage_for(budget) == coverage) {
      refusal.reason = Reason::uncertified_budget;
      refusal.resource = resource;
      refusal.nearest = certificate.lowest_budgets.at(resource);
    }
  return refusal;
}

using Limit = std::variant<routing::Threshold, Refusal>;

/// Returns the lowest threshold that is certain to keep the coverage and all budgets.
Limit certified_limit(const Certification& c, Certificate& certificate) {
  const PartBudgets budgets = part_budgets(c.requirements.budgets, c.part);
  note_limits(c, budgets, certificate);
  const double coverage = coverage_for_budgets(budgets.common, c.requirements.coverage.value_or(0), c.costs);
  const auto by_coverage = certified_coverage_threshold(c.part.scores, coverage, c.delta, c.meaning);
  if (!by_coverage) return uncertified(c, budgets, coverage, certificate);
  routing::Threshold limit = *by_coverage;
  for (auto [resource, budget] : budgets.single) {
    const ScaledCost cost(budget);
    const double wanted = cost.scaled(budget.mean);
    const auto mean = stats::certifying_mean(c.n(), wanted, c.delta);
    std::optional<routing::Threshold> threshold;
    if (mean) {
      budget.mean = cost.unscaled(*mean);
      threshold = routing::threshold_for_budgets(c.part.scores, std::span(&budget, 1));
    }
    if (!threshold)
      return Refusal{.reason = Reason::uncertified_budget,
                     .resource = resource,
                     .nearest = certificate.lowest_budgets.at(resource),
                     .confidence = c.confidence,
                     .certified_on = c.n(),
                     .examples = examples_for(cost.if_kept, wanted, c.delta)};
    *threshold = gains_only(*threshold, c.part.scores, c.meaning);
    if (threshold->value > limit.value) limit = *threshold;
  }
  return limit;
}

/// Returns the highest threshold up to which the accuracy is certain to be reached.
Limit certified_accuracy(const Certification& c, Certificate& certificate) {
  const double accuracy = *c.requirements.accuracy;
  const double of_cloud = mean_of(c.part.outcomes->cloud_value);
  const auto right = static_cast<std::size_t>(std::llround(of_cloud * static_cast<double>(c.n())));
  certificate.highest_accuracy = stats::clopper_pearson_lower(right, c.n(), c.delta);
  const auto needed = stats::certifying_count(c.n(), accuracy, c.delta);
  const auto threshold =
      needed ? routing::certified_accuracy_threshold(c.part.scores, *c.part.outcomes, *needed) : std::nullopt;
  if (threshold) return *threshold;
  return Refusal{.reason = Reason::uncertified_accuracy,
                 .nearest = *certificate.highest_accuracy,
                 .coverage = of_cloud,
                 .confidence = c.confidence,
                 .certified_on = c.n(),
                 .examples = stats::examples_to_show(accuracy, of_cloud, c.delta)};
}

Limit certified_threshold(const Certification& c, Certificate& certificate) {
  const bool limited = c.requirements.coverage || !c.requirements.budgets.empty();
  if (!c.requirements.accuracy) return certified_limit(c, certificate);
  Limit threshold = certified_accuracy(c, certificate);
  if (!limited || std::holds_alternative<Refusal>(threshold)) return threshold;
  const Limit least = certified_limit(c, certificate);
  if (std::holds_alternative<Refusal>(least)) return least;
  const auto& reached = std::get<routing::Threshold>(threshold);
  const auto& needed = std::get<routing::Threshold>(least);
  if (reached.value >= needed.value) return threshold;
  return Refusal{.reason = Reason::together,
                 .nearest = needed.tuned_coverage,
                 .coverage = reached.tuned_coverage,
                 .confidence = c.confidence,
                 .certified_on = c.n()};
}

}  // namespace

std::optional<Refusal> refusal_to_certify(const Requirements& requirements, const RoutingProblem& problem,
                                          const Method& method, const PointOptions& options) {
  if (!options.confidence) return std::nullopt;
  const auto refused = [&](Reason reason) {
    return Refusal{.reason = reason, .confidence = *options.confidence};
  };
  if (requirements.trade) return refused(Reason::confidence_trade);
  if (problem.cross_fitted()) return refused(Reason::confidence_halves);
  if (method.kind != MethodKind::scored) return refused(Reason::confidence_scores);
  // Recalibrated, thresholds come from the test part, to which nothing is fitted.
  const bool recalibrated = options.recalibrate == config::Recalibration::unlabeled;
  if (!recalibrated && !can_certify(problem, method)) return refused(Reason::confidence_fitted);
  // Fused predictions are fitted to the tuning part, whatever the scores are.
  if (requirements.accuracy && (!problem.accuracy.plain() || is_fused(method.variant)))
    return refused(Reason::confidence_utility);
  return std::nullopt;
}

Tuning tune_certified(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
                      std::span<const Fold> folds, const MethodCosts& costs, const PointOptions& options) {
  HYBRID_CHECK(folds.size() == 1, "{} folds", folds.size());
  const bool two_sided = requirements.accuracy && (requirements.coverage || !requirements.budgets.empty());
  const double confidence = options.confidence.value();
  const Certification certification{.requirements = requirements,
                                    .costs = costs,
                                    .meaning = method.meaning,
                                    .part = tuning_part(folds.front(), costs, options.recalibrate),
                                    .confidence = confidence,
                                    .delta = (1 - confidence) / (two_sided ? 2 : 1)};
  Certificate certificate{.confidence = confidence, .examples = certification.n()};
  const Limit limit = certified_threshold(certification, certificate);
  if (const auto* refusal = std::get_if<Refusal>(&limit)) return *refusal;
  const auto& threshold = std::get<routing::Threshold>(limit);

  const ThresholdRule chosen = [&](const TuningPart&) { return threshold; };
  TunedPoint tuned{.requirements = requirements,
                   .point = operating_point_by(chosen, folds, costs, options),
                   .threshold = threshold.value};
  if (!requirements.accuracy && part_budgets(requirements.budgets, certification.part).single.empty()) {
    tuned.point.target_coverage =
        coverage_for_budgets(requirements.budgets, requirements.coverage.value_or(0), costs);
    tuned.point.matched_accuracy = matched_accuracy(folds, tuned.point.target_coverage);
  }
  double value = 0;
  const routing::Outcomes& outcomes = problem.variant_of(method).tune;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    value += method.tune[i] > threshold.value ? outcomes.cloud_value[i] : outcomes.base_value[i];
  tuned.tuned_accuracy = value / static_cast<double>(outcomes.size());
  PointOptions plain = options;
  plain.confidence.reset();
  const Tuning estimate = tune(requirements, problem, method, folds, costs, plain);
  if (const auto* point = std::get_if<TunedPoint>(&estimate)) certificate.estimate = point->point;
  tuned.certificate = std::move(certificate);
  return tuned;
}

}  // namespace hybrid::eval
