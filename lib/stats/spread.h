#pragma once
// Mean and spread of a figure over several runs or repeats.

#include <vector>

namespace hybrid::stats {

struct Spread {
  double mean = 0;
  double deviation = 0;        ///< standard deviation with n - 1 in the denominator; 0 for a single value
  double smallest = 0;         ///< of the values
  std::vector<double> values;  ///< in the order of the runs or repeats
};

/// Computes mean and spread. Requires at least one value.
Spread spread_of(std::vector<double> values);

}  // namespace hybrid::stats
