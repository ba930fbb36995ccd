#pragma once

#include <map>
#include <vector>

#include "eval/cascade.h"

namespace hybrid::reference {

struct CascadeFigures {
  double accuracy = 0;
  std::vector<double> ends;
  std::map<cost::Resource, double> cost;
};

/// Follows every input from tier to tier, and adds up what it costs on its way.
CascadeFigures walk(const eval::Cascade& cascade, const std::vector<double>& thresholds, eval::Part part);

/// The highest accuracy on the tuning part of any two thresholds that keep the budgets and, at the first of
/// three tiers, the coverage there: every pair of shares in steps of 1 / steps is tried by following every
/// input.
double best_of_three_tiers(const eval::Cascade& cascade, const std::map<cost::Resource, double>& budgets,
                           double coverage, int steps);

}  // namespace hybrid::reference
