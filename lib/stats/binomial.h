#pragma once
// The exact test of a share, for guarantees on new data. Tested against sums of
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

/// Returns the smallest n of which the share `rate` shows that the true share is at least `share`: an
/// estimate of the examples that would do.
/// @return std::nullopt if no number up to 10^9 does, which is certain unless rate > share
std::optional<std::size_t> examples_to_show(double share, double rate, double delta);

}  // namespace hybrid::stats
