#pragma once

#include <vector>

namespace hybrid::reference {

/// Rank of each value by counting the others: 1 + larger + half of the other equal ones.
std::vector<double> ranks_of(const std::vector<double>& values);

/// Friedman's statistic with ties as in Conover, Practical Nonparametric Statistics: from the sum of all
/// squared ranks. Values are [data set][method].
double friedman_chi2(const std::vector<std::vector<double>>& values);

}  // namespace hybrid::reference
