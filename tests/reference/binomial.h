#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "routing/threshold.h"

namespace hybrid::reference {

/// stats::binomial_tail, from Pascal's rule: the distribution after every single trial.
double binomial_tail(std::size_t k, std::size_t n, double p);

/// stats::certifying_count, trying one count after another.
std::optional<std::size_t> certifying_count(std::size_t n, double share, double delta);

/// routing::certified_accuracy_threshold, counting anew for every threshold.
std::optional<routing::Threshold> certified_accuracy_threshold(std::span<const double> scores,
                                                               const routing::Outcomes& outcomes,
                                                               std::size_t needed);

}  // namespace hybrid::reference
