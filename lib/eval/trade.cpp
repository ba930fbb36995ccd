#include "eval/trade.h"

#include "core/error.h"
#include "routing/value_threshold.h"

namespace hybrid::eval {

namespace {

/// Returns the cost of sending, if it is the same for every input.
double cost_for_all(const Trade& trade, const MethodCosts& costs) {
  if (!trade.resource) return trade.price;
  const auto total = costs.mean.total(*trade.resource);
  HYBRID_CHECK(total.has_value(), "the cost in {} is unknown", name_of(*trade.resource));
  return total->per_offload;
}

bool differs_by_input(const Trade& trade, const cost::InputCosts& single) {
  return trade.resource && single.contains(*trade.resource);
}

/// Returns the cost of sending each of these inputs, [n].
std::vector<double> sending_costs(const Trade& trade, const MethodCosts& costs,
                                  const cost::InputCosts& single, std::span<const std::size_t> rows) {
  if (!differs_by_input(trade, single)) return std::vector<double>(rows.size(), cost_for_all(trade, costs));
  std::vector<double> own;
  for (const auto row : rows) own.push_back(single.at(*trade.resource).per_offload.at(row));
  return own;
}

routing::RoutingScores net_gains(const routing::RoutingScores& gains, const Trade& trade,
                                 const MethodCosts& costs, const cost::InputCosts& single) {
  routing::RoutingScores net;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const double cost = differs_by_input(trade, single) ? single.at(*trade.resource).per_offload.at(i)
                                                        : cost_for_all(trade, costs);
    net.push_back(trade.value * gains[i] - cost);
  }
  return net;
}

}  // namespace

Method net_gain_method(const Method& method, const Trade& trade, const MethodCosts& costs) {
  HYBRID_CHECK(method.meaning == ScoreMeaning::expected_gain, "the score of '{}' is no gain", method.name());
  Method net = method;
  net.tune = net_gains(method.tune, trade, costs, costs.tune);
  net.test = net_gains(method.test, trade, costs, costs.test);
  net.meaning = ScoreMeaning::rank;
  return net;
}

ThresholdRule trade_rule(const Trade& trade, const MethodCosts& costs) {
  return [trade, &costs](const TuningPart& part) {
    HYBRID_CHECK(part.outcomes != nullptr, "the best cut of unlabelled inputs");
    const auto cost = sending_costs(trade, costs, *part.costs, part.rows);
    return routing::threshold_for_value(part.scores, *part.outcomes, {.value = trade.value, .cost = cost});
  };
}

std::optional<double> common_threshold(const Trade& trade, const MethodCosts& costs) {
  if (differs_by_input(trade, costs.test) || trade.value <= 0) return std::nullopt;
  return cost_for_all(trade, costs) / trade.value;
}

double net_value_on_test(const ThresholdRule& rule, std::span<const Fold> folds, const Trade& trade,
                         const MethodCosts& costs) {
  double mean = 0;
  for (const auto& fold : folds) {
    const auto cost = sending_costs(trade, costs, costs.test, fold.test_rows);
    const double threshold = rule(tuning_part(fold, costs, config::Recalibration::none)).value;
    mean +=
        fold.weight * net_value(fold.test_scores, fold.test, {.value = trade.value, .cost = cost}, threshold);
  }
  return mean;
}

}  // namespace hybrid::eval
