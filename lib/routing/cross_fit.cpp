#include "routing/cross_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace hybrid::routing {

namespace {

/// The penalties from the strongest to the weakest. Chosen on the development pairs of
/// bench/pairs/evaluate_pairs.py; a separate search over both penalties gained nothing.
constexpr std::array<Ridge, 6> kPath{{{1e6, 1e6}, {1000, 100}, {300, 30}, {100, 10}, {30, 3}, {10, 1}}};

std::vector<double> losses(const LogisticData& data, std::span<const double> log_odds) {
  std::vector<double> result;
  for (std::size_t i = 0; i < log_odds.size(); ++i)
    result.push_back((data.weights.empty() ? 1 : data.weights[i]) *
                     cross_entropy(data.targets[i], log_odds[i]));
  return result;
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Returns whether the second losses are lower by more than one standard error of the difference.
bool is_worse(std::span<const double> losses, std::span<const double> best) {
  std::vector<double> difference;
  for (std::size_t i = 0; i < losses.size(); ++i) difference.push_back(losses[i] - best[i]);
  const double centre = mean(difference);
  double squares = 0;
  for (const double d : difference) squares += (d - centre) * (d - centre);
  return centre > std::sqrt(squares) / static_cast<double>(losses.size());
}

}  // namespace

std::vector<std::uint8_t> random_folds(std::size_t n, std::size_t count, SeedTree seed) {
  std::vector<std::uint8_t> folds(n);
  for (std::size_t i = 0; i < n; ++i) folds[i] = static_cast<std::uint8_t>(i % count);
  Rng rng = seed.at("folds").rng();
  rng.shuffle(std::span(folds));
  return folds;
}

CrossFitted cross_fit(const LogisticData& data, std::span<const std::uint8_t> folds) {
  const std::size_t n = folds.size();
  HYBRID_CHECK(n >= 2 && data.features.values.rows == n && data.targets.size() == n,
               "{} folds, {} rows, {} targets", n, data.features.values.rows, data.targets.size());
  const SingleThreadedBlas single_threaded;
  const std::size_t count = 1 + *std::ranges::max_element(folds);
  std::vector<std::vector<std::size_t>> others(count);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t f = 0; f < count; ++f)
      if (folds[i] != f) others[f].push_back(i);

  std::array<std::vector<double>, kPath.size()> out_of_fold, loss;
  std::vector<Logistic> warm(count);
  for (std::size_t level = 0; level < kPath.size(); ++level) {
    for (std::size_t f = 0; f < count; ++f) warm[f] = fit_logistic(data, others[f], kPath[level], warm[f]);
    for (std::size_t i = 0; i < n; ++i)
      out_of_fold[level].push_back(log_odds(warm[folds[i]], data.features, i));
    loss[level] = losses(data, out_of_fold[level]);
  }
  const auto best = std::ranges::min_element(loss, {}, [](const auto& l) { return mean(l); });
  std::size_t level = 0;
  while (is_worse(loss[level], *best)) ++level;

  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return {fit_logistic(data, all, kPath[level], warm.front()), std::move(out_of_fold[level]), level};
}

}  // namespace hybrid::routing
