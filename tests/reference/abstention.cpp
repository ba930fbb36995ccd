#include "reference/abstention.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hybrid::reference {

namespace {

/// Returns the mean number of errors among the first k = 0 ... n, over all orders.
std::vector<double> expected_errors(std::span<const double> scores, std::span<const double> right) {
  const std::size_t n = scores.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> sum(n + 1, 0.0);
  double orders = 0;
  do {
    auto ranked = order;
    std::ranges::stable_sort(ranked, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    double errors = 0;
    for (std::size_t k = 0; k < n; ++k) {
      errors += 1 - right[ranked[k]];
      sum[k + 1] += errors;
    }
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  for (auto& s : sum) s /= orders;
  return sum;
}

}  // namespace

Abstention abstention(std::span<const double> scores, std::span<const double> right) {
  const auto errors = expected_errors(scores, right);
  const auto n = static_cast<double>(scores.size());
  Abstention result;
  for (std::size_t k = 1; k < errors.size(); ++k) {
    result.aurc += errors[k] / static_cast<double>(k) / n;
    result.augrc += (errors[k] + errors[k - 1]) / 2 / n / n;
  }
  return result;
}

std::optional<double> risk_at(std::span<const double> scores, std::span<const double> right,
                              double coverage) {
  if (coverage == 0) return std::nullopt;
  const auto errors = expected_errors(scores, right);
  const double accepted = coverage * static_cast<double>(scores.size());
  const auto whole = static_cast<std::size_t>(std::floor(accepted));
  const double part = accepted - std::floor(accepted);
  const double expected = part == 0 ? errors[whole] : (1 - part) * errors[whole] + part * errors[whole + 1];
  return expected / accepted;
}

}  // namespace hybrid::reference
