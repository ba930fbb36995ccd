#include "reference/ranks.h"

#include <cstddef>

namespace hybrid::reference {

std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<double> ranks;
  for (const double value : values) {
    double rank = 0.5;
    for (const double other : values) rank += other > value ? 1.0 : other == value ? 0.5 : 0.0;
    ranks.push_back(rank);
  }
  return ranks;
}

double friedman_chi2(const std::vector<std::vector<double>>& values) {
  const auto n = static_cast<double>(values.size()), k = static_cast<double>(values.front().size());
  std::vector<double> sums(values.front().size());
  double squares = 0;
  for (const auto& row : values) {
    const std::vector<double> ranks = ranks_of(row);
    for (std::size_t m = 0; m < ranks.size(); ++m) {
      sums[m] += ranks[m];
      squares += ranks[m] * ranks[m];
    }
  }
  double between = 0;
  for (const double sum : sums) between += (sum - n * (k + 1) / 2) * (sum - n * (k + 1) / 2);
  return (k - 1) * between / (squares - n * k * (k + 1) * (k + 1) / 4);
}

}  // namespace hybrid::reference
