#include "eval/cascade.h"

#include <algorithm>

#include "core/error.h"
#include "eval/decision_sums.h"

namespace hybrid::eval {

namespace {

stats::Interval interval_of(const std::vector<double>& values) {
  DecisionSums sums;
  for (const double value : values) {
    sums.n += 1;
    sums.kept_value += value;
    sums.squared_value += value * value;
    sums.zero_one = sums.zero_one && (value == 0 || value == 1);
  }
  return accuracy_interval(sums);
}

}  // namespace

CascadeOutcome outcome_of(const Cascade& cascade, std::span<const double> thresholds, Part part) {
  const std::size_t stages = cascade.stages.size();
  HYBRID_CHECK(thresholds.size() == stages && cascade.tiers.size() == stages + 1,
               "{} thresholds and {} tiers of {} stages", thresholds.size(), cascade.tiers.size(), stages);
  const auto& values = part == Part::tune ? cascade.tune : cascade.test;
  const std::size_t n = values.front().size();
  CascadeOutcome outcome;
  std::vector<std::size_t> ending(stages + 1, 0);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t tier = 0;
    while (tier < stages &&
           (part == Part::tune ? cascade.stages[tier].tune : cascade.stages[tier].test)[i] > thresholds[tier])
      ++tier;
    ++ending[tier];
    outcome.final_value.push_back(values[tier][i]);
    sum += values[tier][i];
  }
  outcome.accuracy = sum / static_cast<double>(n);
  outcome.accuracy_ci = interval_of(outcome.final_value);
  for (const std::size_t count : ending)
    outcome.ends.push_back(static_cast<double>(count) / static_cast<double>(n));
  for (const auto& [resource, costs] : cascade.costs) {
    double mean = costs.per_input;
    std::size_t taking = n;
    for (std::size_t hop = 0; hop < stages; ++hop) {
      taking -= ending[hop];
      mean += static_cast<double>(taking) / static_cast<double>(n) * costs.per_offload[hop];
    }
    outcome.cost[resource] = mean;
  }
  return outcome;
}

OutcomeDifference difference(const CascadeOutcome& first, const CascadeOutcome& other) {
  HYBRID_CHECK(first.final_value.size() == other.final_value.size(), "{} and {} examples",
               first.final_value.size(), other.final_value.size());
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < first.final_value.size(); ++i) {
    const double d = first.final_value[i] - other.final_value[i];
    sum += d;
    squares += d * d;
  }
  const auto n = static_cast<double>(first.final_value.size());
  return {.delta = sum / n, .ci = stats::normal_mean_interval(sum, squares, n)};
}

}  // namespace hybrid::eval
