#pragma once
// One number of several runs or repeats, as mean and spread.

#include <vector>

namespace hybrid::stats {

struct Spread {
  double mean = 0;
  double deviation = 0;        ///< divides by one less than the number of values; 0 for a single one
  std::vector<double> values;  ///< in the order of the runs or repeats
};

/// Requires at least one value.
Spread spread_of(std::vector<double> values);

}  // namespace hybrid::stats
