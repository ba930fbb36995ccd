#include "stats/ranks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/error.h"
#include "stats/distributions.h"

namespace hybrid::stats {

namespace {

/// Returns the sum over the methods of the squared sum of ranks: chi2 grows with it, as the ranks within each
/// data set stay the same.
double squared_rank_sums(const std::vector<std::vector<double>>& ranks) {
  double squares = 0;
  for (std::size_t m = 0; m < ranks.front().size(); ++m) {
    double sum = 0;
    for (const auto& row : ranks) sum += row[m];
    squares += sum * sum;
  }
  return squares;
}

/// Returns 1 - sum (t³ - t) / (n k (k² - 1)) over groups of t equal ranks: what ties leave of the variance.
double share_without_ties(const std::vector<std::vector<double>>& ranks) {
  double tied = 0;
  for (const auto& row : ranks)
    for (const double rank : row) {
      const auto group = static_cast<double>(std::ranges::count(row, rank));
      tied += group * group - 1;  // once for each of the group: t (t² - 1) in all
    }
  const auto n = static_cast<double>(ranks.size()), k = static_cast<double>(ranks.front().size());
  return 1 - tied / (n * k * (k * k - 1));
}

double permutation_p(std::vector<std::vector<double>> ranks, SeedTree seed, std::size_t permutations) {
  const double observed = squared_rank_sums(ranks);
  Rng rng = seed.at("friedman").rng();
  std::size_t as_large = 1;
  for (std::size_t p = 1; p < permutations; ++p) {
    for (auto& row : ranks) rng.shuffle(std::span(row));
    as_large += squared_rank_sums(ranks) >= observed - kRoundingOfSums * observed;
  }
  return static_cast<double>(as_large) / static_cast<double>(permutations);
}

}  // namespace

std::vector<double> ranks_of(std::span<const double> values, double equal) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](auto a, auto b) { return values[a] > values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end - 1]] - values[order[end]] <= equal) ++end;
    for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = static_cast<double>(begin + 1 + end) / 2;
    begin = end;
  }
  return ranks;
}

Friedman friedman(std::span<const std::vector<double>> values, SeedTree seed, std::size_t permutations) {
  HYBRID_CHECK(values.size() >= 2 && values.front().size() >= 2, "{} data sets", values.size());
  std::vector<std::vector<double>> ranks;
  for (const auto& row : values) {
    HYBRID_CHECK(row.size() == values.front().size(), "{} methods, others have {}", row.size(),
                 values.front().size());
    ranks.push_back(ranks_of(row));
  }
  const auto n = static_cast<double>(values.size()), k = static_cast<double>(values.front().size());
  Friedman result;
  double squares = 0;
  for (std::size_t m = 0; m < values.front().size(); ++m) {
    double mean = 0;
    for (const auto& row : ranks) mean += row[m] / n;
    squares += mean * mean;
    result.average_ranks.push_back(mean);
  }
  const double share = share_without_ties(ranks);
  if (share < kRoundingOfSums) return result;
  result.chi2 = 12 * n / (k * (k + 1)) * (squares - k * (k + 1) * (k + 1) / 4) / share;
  result.f = iman_davenport(result.chi2, values.front().size(), values.size());
  result.p = permutation_p(std::move(ranks), seed, permutations);
  return result;
}

double iman_davenport(double chi2, std::size_t methods, std::size_t data_sets) {
  const double most = static_cast<double>(data_sets) * static_cast<double>(methods - 1);
  if (chi2 >= most * (1 - kRoundingOfSums)) return std::numeric_limits<double>::infinity();
  return (static_cast<double>(data_sets) - 1) * chi2 / (most - chi2);
}

double studentised_range_95(std::size_t k) {
  HYBRID_CHECK(k >= 2, "a range of {}", k);
  // P(range <= q) = k ∫ phi(z) (P(z - q < Z < z))^(k - 1) dz over the largest value z. The trapezoidal rule
  // converges exponentially for such an integrand.
  const auto probability = [k](double q) {
    constexpr double kStep = 1.0 / 32, kReach = 9;
    double sum = 0;
    for (double z = -kReach; z <= kReach + q; z += kStep)
      sum += std::exp(-z * z / 2) * std::pow(normal_tail(z - q) - normal_tail(z), static_cast<double>(k) - 1);
    return static_cast<double>(k) * sum * kStep / std::sqrt(2 * std::numbers::pi);
  };
  double low = 0, high = 20;
  while (high - low > 1e-9) {
    const double middle = (low + high) / 2;
    (probability(middle) < 0.95 ? low : high) = middle;
  }
  return (low + high) / 2;
}

double nemenyi_difference(std::size_t methods, std::size_t data_sets) {
  const auto k = static_cast<double>(methods), n = static_cast<double>(data_sets);
  return studentised_range_95(methods) / std::numbers::sqrt2 * std::sqrt(k * (k + 1) / (6 * n));
}

}  // namespace hybrid::stats
