#include "eval/profile_result.h"

#include <algorithm>

#include "eval/ceilings.h"
#include "eval/latency_budgets.h"

namespace hybrid::eval {

namespace {

/// Returns the point of sending nothing, or everything, if it is within the budget.
std::optional<OperatingPoint> fixed_point_within(double latency_ms, const RoutingProblem& problem,
                                                 const Method& method, const MethodCosts& costs,
                                                 const PointOptions& options) {
  OperatingPoint point = operating_point(problem, method, {}, 1, costs, options);
  // Sending everything skips the device's models; their cost is common to all inputs, or averaged.
  const double least = method.kind == MethodKind::on_cloud
                           ? *point.latency_ms
                           : costs.mean.total(cost::Resource::latency)->per_input;
  return least <= latency_ms ? std::optional(point) : std::nullopt;
}

std::optional<OperatingPoint> point_within(double latency_ms, const RoutingProblem& problem,
                                           const Method& method, std::span<const Fold> folds,
                                           const MethodCosts& costs, const PointOptions& options) {
  if (method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud)
    return fixed_point_within(latency_ms, problem, method, costs, options);
  const Tuning tuning =
      tune({.budgets = {{cost::Resource::latency, latency_ms}}}, problem, method, folds, costs, options);
  const auto* tuned = std::get_if<TunedPoint>(&tuning);
  return tuned != nullptr ? std::optional(tuned->point) : std::nullopt;
}

std::vector<BudgetBounds> bounds_of(const RoutingProblem& problem, const std::vector<double>& latency_ms,
                                    const cost::SystemCost& cost) {
  const auto energy = cost.total(cost::Resource::energy);
  const DeferralCurve oracle = oracle_curve(problem.variants.front().test);
  std::vector<BudgetBounds> all;
  for (const double budget : latency_ms) {
    BudgetBounds bounds{.latency_ms = budget,
                        .coverage = cost.total(cost::Resource::latency)->coverage_for(budget)};
    if (bounds.coverage) {
      if (energy) bounds.energy_mj = energy->at(*bounds.coverage);
      bounds.paper_upper_bound = paper_upper_bound(problem, *bounds.coverage);
      bounds.ceiling = ceiling_at_most(oracle, *bounds.coverage);
    }
    all.push_back(bounds);
  }
  return all;
}

MeanCost mean_cost_at(const std::vector<double>& coverages, cost::Resource resource, const cost::Cost& cost,
                      bool routed) {
  MeanCost mean{.resource = resource,
                .routed = routed,
                .all_kept = cost.at(1),
                .at = {},
                .cloud_only = cost.cloud_only()};
  for (const double coverage : coverages) mean.at.push_back(cost.at(coverage));
  return mean;
}

std::vector<MeanCost> mean_costs_of(const ProfileResult& result, const std::vector<double>& coverages) {
  std::vector<MeanCost> all;
  for (const cost::Resource resource : cost::kResources) {
    const auto plain = result.cost.total(resource), routed = result.routed.total(resource);
    if (!plain) continue;
    all.push_back(mean_cost_at(coverages, resource, *plain, false));
    if (routed->per_input != plain->per_input)
      all.push_back(mean_cost_at(coverages, resource, *routed, true));
  }
  return all;
}

std::optional<BatteryLives> battery_lives_of(const ProfileResult& result,
                                             const std::vector<double>& coverages,
                                             const std::optional<cost::Battery>& battery) {
  const auto energy = result.cost.total(cost::Resource::energy);
  const auto latency = result.cost.total(cost::Resource::latency);
  if (!battery || !energy) return std::nullopt;
  const std::optional<double> cloud_ms =
      latency ? std::optional(latency->cloud_only() + result.cost.silence_ms) : std::nullopt;
  BatteryLives lives{.battery = *battery,
                     .at = {},
                     .cloud_only = cost::battery_life(*battery, energy->cloud_only(), cloud_ms)};
  const auto add = [&](double coverage) {
    lives.at.push_back({.coverage = coverage,
                        .plain = *cost::battery_life(*battery, result.cost, coverage),
                        .routed = *cost::battery_life(*battery, result.routed, coverage)});
  };
  add(1);
  for (const double coverage : coverages) add(coverage);
  return lives;
}

}  // namespace

cost::Workload with_largest_router(cost::Workload workload, const RoutingProblem& problem) {
  for (const auto& method : problem.methods)
    workload.router_macs = std::max(workload.router_macs, method.router_macs);
  return workload;
}

ProfileResult evaluate_profile(const RoutingProblem& problem, std::span<const std::vector<Fold>> folds,
                               const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                               const cost::Workload& workload, std::optional<double> confidence) {
  ProfileResult result{.name = profile.name,
                       .description = profile.description,
                       .cost = cost::price(profile, workload),
                       .routed = cost::price(profile, with_largest_router(workload, problem)),
                       .measured = cost::use_of(profile, problem.test_inputs)};
  result.mean_costs = mean_costs_of(result, config.coverages);
  result.battery = battery_lives_of(result, config.coverages, cost::battery_of(config.battery, profile));
  if (!result.measured.ignored.empty())
    result.ignored_warning = cost::ignored_warning(profile, result.measured.ignored);
  const auto latency = result.cost.total(cost::Resource::latency);
  if (!latency) return result;
  const std::vector<double> budgets = latency_budgets(config.latency_ms, *latency);
  result.bounds = bounds_of(problem, budgets, result.cost);
  PointOptions options{.recalibrate = config.recalibrate, .deadline_ms = config.deadline_ms};
  for (std::size_t m = 0; m < problem.methods.size(); ++m) {
    const Method& method = problem.methods[m];
    const MethodCosts costs = costs_of(problem, method, profile, workload);
    options.confidence = method.kind == MethodKind::scored ? confidence : std::nullopt;
    for (const double budget : budgets) {
      auto point = point_within(budget, problem, method, folds[m], costs, options);
      if (point && point->latency_ms)
        result.largest_overshoot = std::max(result.largest_overshoot, *point->latency_ms / budget - 1);
      result.budgets.push_back({.latency_ms = budget, .method = method.name(), .point = point});
    }
  }
  return result;
}

}  // namespace hybrid::eval
