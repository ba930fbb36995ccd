#pragma once
// Exact and finite-sample tests of a share and of a mean, for guarantees on new data. Tested against sums of
// all terms (tests/reference/binomial.h) and SciPy's values.

#include <cstddef>
#include <optional>

namespace hybrid::stats {

/// Returns P(X >= k) for X ~ Binomial(n, p), which is the distribution function of Beta(k, n + 1 - k) at p.
/// Requires p in [0, 1].
double binomial_tail(std::size_t k, std::size_t n, double p);

/// Returns the smallest count among n that shows, with error probability delta, that the true share is at
/// least `share`: the smallest k with P(Binomial(n, share) >= k) <= delta. It is also the rank of the order
/// statistic below which at least that share of the population lies, with probability 1 - delta: F(X_(k)) has
/// the distribution Beta(k, n + 1 - k), and is larger if there are ties.
/// @return std::nullopt if n examples cannot show it
std::optional<std::size_t> certifying_count(std::size_t n, double share, double delta);

/// Returns the highest share that `count` among n shows: Clopper and Pearson's one-sided lower bound (1934).
double clopper_pearson_lower(std::size_t count, std::size_t n, double delta);

/// Returns the largest mean of n values in [0, 1] that shows, with error probability delta, that the true
/// mean is at most `limit`: Hoeffding and Bentkus' inequalities as combined by Bates et al. (2021,
/// Distribution-free, risk-controlling prediction sets), p = min{exp(-n kl(mean, limit)),
/// e P(Binomial(n, limit) <= ceil(n mean))}. Conservative, but close where values are near 0 or 1, as costs
/// of inputs that are kept or sent.
/// @return std::nullopt if not even the mean 0 shows it
std::optional<double> certifying_mean(std::size_t n, double limit, double delta);

/// Returns the lowest limit that the mean of n values in [0, 1] shows: the inverse of certifying_mean.
double hoeffding_bentkus_upper(double mean, std::size_t n, double delta);

/// Returns the smallest n of which the share `rate` shows that the true share is at least `share`: an
/// estimate of the examples that would do.
/// @return std::nullopt if no number up to 10^9 does, which is certain unless rate > share
std::optional<std::size_t> examples_to_show(double share, double rate, double delta);

}  // namespace hybrid::stats
