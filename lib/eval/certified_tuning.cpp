#include "eval/certified_tuning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/seed.h"
#include "core/sha256.h"
#include "eval/certification_part.h"
#include "routing/certified_threshold.h"
#include "stats/binomial.h"
#include "stats/mean.h"

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

/// Returns a seed that is another one for other costs. With one for all, the same rows would be rounded alike
/// in every set of examples, which counts too few if rows are sorted by cost: 14 % broken instead of 5 %.
SeedTree seed_of(const routing::InputBudget& costs) {
  std::string bytes;
  for (const auto* values : {&costs.per_input, &costs.per_offload})
    bytes.append(reinterpret_cast<const char*>(values->data()), values->size() * sizeof(double));
  return SeedTree(1).at(sha256(bytes));
}

/// The costs of single inputs, rounded to the lowest or the highest: up if above a level of the input, which
/// is one of n equally spaced ones from the lowest cost on, dealt at random. Because each level is the lower
/// end of an interval, the mean probability to be rounded up is at least the scaled mean cost. An input keeps
/// its level whether it is sent or not, so that a lower threshold never rounds to less.
struct RoundedCost {
  CostRange range;
  routing::InputBudget budget;      ///< 1 for the highest cost, 0 for the lowest
  double kept = 0;                  ///< mean cost if nothing is sent, scaled to the range
  std::size_t kept_at_highest = 0;  ///< number of inputs rounded up if nothing is sent

  explicit RoundedCost(const routing::InputBudget& exact) {
    const std::size_t n = exact.per_input.size();
    range.low = std::ranges::min(exact.per_input);
    for (std::size_t i = 0; i < n; ++i)
      range.high = std::max(range.high, exact.per_input[i] + exact.per_offload[i]);
    std::vector<std::size_t> levels(n);
    std::iota(levels.begin(), levels.end(), std::size_t{0});
    seed_of(exact).rng().shuffle(std::span(levels));
    for (std::size_t i = 0; i < n; ++i) {
      const double level = static_cast<double>(levels[i]) / static_cast<double>(n);
      const double if_kept = scaled(exact.per_input[i]);
      const bool high_if_kept = level < if_kept;
      const bool high_if_sent = level < scaled(exact.per_input[i] + exact.per_offload[i]);
      budget.per_input.push_back(high_if_kept ? 1 : 0);
      budget.per_offload.push_back(high_if_sent && !high_if_kept ? 1 : 0);
      kept += if_kept / static_cast<double>(n);
      kept_at_highest += high_if_kept ? 1 : 0;
    }
  }
  double scaled(double cost) const {
    return range.high > range.low ? (cost - range.low) / (range.high - range.low) : 0;
  }
  double unscaled(double share) const { return range.low + share * (range.high - range.low); }
};

/// Returns the highest coverage that n examples certify: below their largest score, with threshold there.
double highest_coverage(std::size_t n, double delta) {
  return stats::clopper_pearson_lower(n, n, delta);
}

/// The number of examples that certify a coverage with the largest score as the threshold.
std::optional<std::size_t> examples_for(double coverage, double delta) {
  return stats::examples_to_show(coverage, 1, delta);
}

/// Notes the best that could be certified of the required limits, and what is assumed of costs.
void note_limits(const Certification& c, const PartBudgets& budgets, Certificate& certificate) {
  const double coverage = highest_coverage(c.n(), c.delta);
  if (c.requirements.coverage) certificate.highest_coverage = coverage;
  for (const auto& [resource, budget] : budgets.common)
    certificate.lowest_budgets[resource] = c.costs.mean.total(resource)->at(coverage);
  for (const auto& [resource, budget] : budgets.single) {
    const RoundedCost cost(budget);
    certificate.assumed[resource] = cost.range;
    certificate.lowest_budgets[resource] =
        cost.unscaled(1 - stats::clopper_pearson_lower(c.n() - cost.kept_at_highest, c.n(), c.delta));
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
  for (const auto& [resource, budget] : budgets.single) {
    RoundedCost cost(budget);
    // The share of costs that may be the highest; the others must be shown to be at least the rest.
    const double high = std::clamp(cost.scaled(budget.mean), 0.0, 1.0);
    const auto low_needed = stats::certifying_count(c.n(), 1 - high, c.delta);
    std::optional<routing::Threshold> threshold;
    if (low_needed) {
      cost.budget.mean = 1 - static_cast<double>(*low_needed) / static_cast<double>(c.n());
      threshold = routing::threshold_for_budgets(c.part.scores, std::span(&cost.budget, 1));
    }
    if (!threshold)
      return Refusal{.reason = Reason::uncertified_budget,
                     .resource = resource,
                     .nearest = certificate.lowest_budgets.at(resource),
                     .confidence = c.confidence,
                     .certified_on = c.n(),
                     .examples = stats::examples_to_show(1 - high, 1 - cost.kept, c.delta)};
    // Rounding may be lucky: with little confidence it would send more than what keeps the costs as they are.
    const auto estimate = routing::threshold_for_budgets(c.part.scores, std::span(&budget, 1));
    if (estimate && estimate->value > threshold->value) threshold = estimate;
    *threshold = gains_only(*threshold, c.part.scores, c.meaning);
    if (threshold->value > limit.value) limit = *threshold;
  }
  return limit;
}

/// Returns the highest threshold up to which the accuracy is certain to be reached.
Limit certified_accuracy(const Certification& c, Certificate& certificate) {
  const double accuracy = *c.requirements.accuracy;
  const double of_cloud = stats::mean_of(c.part.outcomes->cloud_value);
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
  PointOptions plain = options;
  plain.confidence.reset();
  const Tuning estimate = tune(requirements, problem, method, folds, costs, plain);
  if (const auto* point = std::get_if<TunedPoint>(&estimate)) certificate.estimate = point->point;
  tuned.certificate = std::move(certificate);
  return tuned;
}

}  // namespace hybrid::eval
