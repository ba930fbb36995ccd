#include "eval/cascade_choice.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "eval/tuning_part.h"

namespace hybrid::eval {

namespace {

using Rows = std::vector<std::size_t>;

std::vector<double> rows_of(const std::vector<double>& values, const Rows& rows) {
  std::vector<double> selected;
  selected.reserve(rows.size());
  for (const std::size_t row : rows) selected.push_back(values[row]);
  return selected;
}

class Search {
 public:
  Search(const Cascade& cascade, const Requirements& requirements, int steps)
      : cascade_(cascade), requirements_(requirements), steps_(steps) {}

  std::vector<double> best() {
    Rows all(cascade_.n_tune());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::map<cost::Resource, double> spent;
    for (const auto& [resource, costs] : cascade_.costs) spent[resource] = costs.per_input;
    std::vector<double> thresholds;
    visit(all, spent, 0, 0, thresholds);
    return best_;
  }

 private:
  /// Returns the smallest coverage of these rows that the budgets allow, given what earlier tiers cost.
  double least_coverage(std::size_t stage, const Rows& rows,
                        const std::map<cost::Resource, double>& spent) const {
    double coverage = stage == 0 ? requirements_.coverage.value_or(0) : 0;
    for (const auto& [resource, budget] : requirements_.budgets) {
      const cost::Cost left{.per_input = spent.at(resource),
                            .per_offload = reaching(rows) * cascade_.costs.at(resource).per_offload[stage]};
      // What earlier tiers spend is within the budget but for rounding.
      coverage = std::max(coverage, left.coverage_for(budget).value_or(1));
    }
    return coverage;
  }

  /// Returns the share of all tuning examples.
  double reaching(const Rows& rows) const {
    return static_cast<double>(rows.size()) / static_cast<double>(cascade_.n_tune());
  }

  std::vector<double> coverages_from(double least) const {
    std::vector<double> coverages{least};
    for (int step = 0; step <= steps_ && steps_ > 0; ++step)
      if (const double coverage = static_cast<double>(step) / steps_; coverage > least)
        coverages.push_back(coverage);
    return coverages;
  }

  /// @param rows that reach the stage
  /// @param value sum of the utilities of the rows that ended before
  /// @param hops that were taken so far, summed over all rows
  void visit(const Rows& rows, const std::map<cost::Resource, double>& spent, double value, std::size_t hops,
             std::vector<double>& thresholds) {
    const std::size_t stage = thresholds.size();
    if (stage == cascade_.stages.size() || rows.empty()) {
      for (const std::size_t row : rows) value += cascade_.tune[stage][row];
      offer(value, hops, thresholds);
      return;
    }
    const Stage& router = cascade_.stages[stage];
    const std::vector<double> scores = rows_of(router.tune, rows);
    double last = std::numeric_limits<double>::quiet_NaN();
    for (const double coverage : coverages_from(least_coverage(stage, rows, spent))) {
      // A search compares accuracies itself; only without one are inputs kept whose expected gain is
      // negative.
      const double threshold = (steps_ > 0 ? routing::threshold_for_coverage(scores, coverage)
                                           : coverage_threshold(scores, coverage, router.meaning))
                                   .value;
      if (threshold == last) continue;
      last = threshold;
      Rows sent;
      double kept_value = value;
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (scores[i] > threshold)
          sent.push_back(rows[i]);
        else
          kept_value += cascade_.tune[stage][rows[i]];
      std::map<cost::Resource, double> then = spent;
      for (auto& [resource, cost] : then)
        cost += reaching(sent) * cascade_.costs.at(resource).per_offload[stage];
      thresholds.push_back(threshold);
      visit(sent, then, kept_value, hops + sent.size(), thresholds);
      thresholds.pop_back();
    }
  }

  void offer(double value, std::size_t hops, std::vector<double> thresholds) {
    // No tuning example reaches the tiers after: they keep what may come.
    thresholds.resize(cascade_.stages.size(), std::numeric_limits<double>::infinity());
    if (!best_.empty() && (value < best_value_ || (value == best_value_ && hops >= best_hops_))) return;
    best_ = std::move(thresholds);
    best_value_ = value;
    best_hops_ = hops;
  }

  const Cascade& cascade_;
  const Requirements& requirements_;
  int steps_;
  std::vector<double> best_;
  double best_value_ = 0;
  std::size_t best_hops_ = 0;
};

}  // namespace

std::variant<CascadeChoice, Refusal> choose_thresholds(const Cascade& cascade,
                                                       const Requirements& requirements, int steps) {
  HYBRID_CHECK(!requirements.accuracy && !requirements.trade, "a cascade is tuned to budgets");
  for (const auto& [resource, budget] : requirements.budgets) {
    const auto costs = cascade.costs.find(resource);
    if (costs == cascade.costs.end())
      return Refusal{.reason = Refusal::Reason::no_price, .resource = resource};
    if (budget < costs->second.per_input)
      return Refusal{
          .reason = Refusal::Reason::budget, .resource = resource, .nearest = costs->second.per_input};
  }
  CascadeChoice choice{.thresholds = Search(cascade, requirements, steps).best(), .tune = {}, .test = {}};
  choice.tune = outcome_of(cascade, choice.thresholds, Part::tune);
  choice.test = outcome_of(cascade, choice.thresholds, Part::test);
  return choice;
}

std::variant<TierComparison, Refusal> compare_tiers(const Cascade& all, std::span<const Cascade> pairs,
                                                    const Requirements& requirements) {
  HYBRID_CHECK(!pairs.empty(), "no pairs of tiers");
  TierComparison comparison{.requirements = requirements, .all = {}, .pairs = {}, .best_pair = 0, .gain = {}};
  const int steps = all.stages.size() > 2 ? kCascadeSteps / 2 : kCascadeSteps;
  auto chosen = choose_thresholds(all, requirements, steps);
  if (const auto* refusal = std::get_if<Refusal>(&chosen)) return *refusal;
  comparison.all = std::get<CascadeChoice>(std::move(chosen));
  for (const Cascade& pair : pairs) {
    auto alternative = choose_thresholds(pair, requirements, steps);
    if (const auto* refusal = std::get_if<Refusal>(&alternative)) return *refusal;
    comparison.pairs.push_back(std::get<CascadeChoice>(std::move(alternative)));
    const auto accuracy = [&](std::size_t p) { return comparison.pairs[p].tune.accuracy; };
    const std::size_t latest = comparison.pairs.size() - 1;
    if (accuracy(latest) > accuracy(comparison.best_pair)) comparison.best_pair = latest;
  }
  comparison.gain = difference(comparison.all.test, comparison.pairs[comparison.best_pair].test);
  return comparison;
}

}  // namespace hybrid::eval
