#include "reference/cascade.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hybrid::reference {

namespace {

/// Keeps at least `kept` of the scores.
double threshold_keeping(std::vector<double> scores, std::size_t kept, eval::ScoreMeaning meaning) {
  std::sort(scores.begin(), scores.end());
  const double threshold = kept == 0 ? -std::numeric_limits<double>::infinity() : scores[kept - 1];
  return meaning == eval::ScoreMeaning::expected_gain ? std::max(0.0, threshold) : threshold;
}

std::size_t kept_at(double coverage, std::size_t n) {
  return static_cast<std::size_t>(std::ceil(coverage * static_cast<double>(n) - 1e-9));
}

}  // namespace

CascadeFigures walk(const eval::Cascade& cascade, const std::vector<double>& thresholds, eval::Part part) {
  const bool tune = part == eval::Part::tune;
  const auto& values = tune ? cascade.tune : cascade.test;
  const std::size_t n = values[0].size();
  CascadeFigures figures{.accuracy = 0, .ends = std::vector<double>(cascade.tiers.size(), 0), .cost = {}};
  for (std::size_t i = 0; i < n; ++i) {
    std::map<cost::Resource, double> cost;
    for (const auto& [resource, costs] : cascade.costs) cost[resource] = costs.per_input;
    std::size_t tier = 0;
    for (; tier + 1 < cascade.tiers.size(); ++tier) {
      const auto& stage = cascade.stages[tier];
      const double score = tune ? stage.tune[i] : stage.test[i];
      if (score <= thresholds[tier]) break;
      for (const auto& [resource, costs] : cascade.costs) cost[resource] += costs.per_offload[tier];
    }
    figures.accuracy += values[tier][i] / static_cast<double>(n);
    figures.ends[tier] += 1 / static_cast<double>(n);
    for (const auto& [resource, amount] : cost) figures.cost[resource] += amount / static_cast<double>(n);
  }
  return figures;
}

double best_of_three_tiers(const eval::Cascade& cascade, const std::map<cost::Resource, double>& budgets,
                           double coverage, int steps) {
  const auto &first = cascade.stages[0], &second = cascade.stages[1];
  double best = -1;
  for (int a = 0; a <= steps; ++a) {
    const double kept_first = std::max(coverage, static_cast<double>(a) / steps);
    const double first_threshold =
        threshold_keeping(first.tune, kept_at(kept_first, first.tune.size()), first.meaning);
    std::vector<double> reaching;
    for (std::size_t i = 0; i < first.tune.size(); ++i)
      if (first.tune[i] > first_threshold) reaching.push_back(second.tune[i]);
    for (int b = 0; b <= steps; ++b) {
      double second_threshold = std::numeric_limits<double>::infinity();
      if (!reaching.empty())
        second_threshold = threshold_keeping(
            reaching, kept_at(static_cast<double>(b) / steps, reaching.size()), second.meaning);
      const CascadeFigures figures = walk(cascade, {first_threshold, second_threshold}, eval::Part::tune);
      bool within = true;
      for (const auto& [resource, budget] : budgets) within = within && figures.cost.at(resource) <= budget;
      if (within) best = std::max(best, figures.accuracy);
    }
  }
  return best;
}

}  // namespace hybrid::reference
