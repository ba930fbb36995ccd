#pragma once
// One hop between two tiers: its router, its predictions and its price (eval/cascade.h).

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cost/system_cost.h"
#include "eval/cascade.h"

namespace hybrid::workflows {

/// A tier's method towards another tier, and what sending to it costs.
struct Hop {
  eval::Stage stage;
  double router_macs = 0;
  std::vector<double> tune_sent, test_sent;  ///< [n], utility of the receiving tier's predictions
  std::vector<double> tune_kept, test_kept;  ///< the same of the sending tier's
  std::string note;                          ///< on the choice of the method; may be empty
  cost::SystemCost cost;
  eval::AccuracyMeaning accuracy;
};

/// Returns what a threshold of the method means, in its own terms.
std::function<std::string(double threshold)> conditions_of(const eval::RoutingProblem& problem,
                                                           const eval::Method& method);

/// Returns the cost of sending from the first tier to the last through those between, which only pass on:
/// without their models' time and MACs as far as a profile itemises them.
/// @param straight the hop from the first tier to the last
std::map<cost::Resource, eval::HopCosts> relayed_costs(const std::vector<Hop>& hops, const Hop& straight);

/// Returns the cascade of the hops in a row. Energy is the first tier's.
eval::Cascade cascade_of(const std::vector<Hop>& hops, std::vector<std::string> tiers);

}  // namespace hybrid::workflows
