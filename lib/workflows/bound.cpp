#include "workflows/bound.h"

#include "eval/ceilings.h"

namespace hybrid::workflows {

namespace {

BoundPoint costs_at(double coverage, const cost::SystemCost& cost) {
  const auto mean = [&](cost::Resource resource) {
    const auto total = cost.total(resource);
    return total ? std::optional(total->at(coverage)) : std::nullopt;
  };
  return {.coverage = coverage,
          .latency_ms = mean(cost::Resource::latency),
          .energy_mj = mean(cost::Resource::energy)};
}

}  // namespace

std::vector<BoundPoint> bounds_at(std::span<const double> coverages, double base_accuracy,
                                  double cloud_accuracy, const cost::SystemCost& cost) {
  std::vector<BoundPoint> points;
  for (const double coverage : coverages) {
    points.push_back(costs_at(coverage, cost));
    points.back().paper_upper_bound = eval::paper_upper_bound(base_accuracy, cloud_accuracy, coverage);
  }
  return points;
}

std::vector<BoundPoint> bounds_at(std::span<const double> coverages, const eval::RoutingProblem& problem,
                                  const cost::SystemCost& cost) {
  const eval::DeferralCurve oracle = eval::oracle_curve(problem.variants.front().test);
  std::vector<BoundPoint> points;
  for (const double coverage : coverages) {
    BoundPoint point = costs_at(coverage, cost);
    point.paper_upper_bound = eval::paper_upper_bound(problem, coverage);
    point.at_most = eval::ceiling_at_most(oracle, coverage);
    point.exactly = eval::ceiling_exactly(oracle, coverage);
    points.push_back(point);
  }
  return points;
}

}  // namespace hybrid::workflows
