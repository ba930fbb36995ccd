#pragma once
// Bootstrap resamples of a set of examples. All quantities compared on the examples use the same resamples,
// so differences are paired.

#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"
#include "stats/intervals.h"

namespace hybrid::stats {

/// Computes how often each example occurs in the resample of that number.
/// @param counts [n], overwritten
void draw_resample(SeedTree seed, std::size_t resample, std::span<std::uint16_t> counts);

/// Returns 95 % intervals for the means of several quantities, from the same resamples of the examples.
/// @param values [quantity][example], all of the same length >= 1
/// @param resamples >= 1
std::vector<Interval> bootstrap_means(std::span<const std::vector<double>> values, std::size_t resamples,
                                      SeedTree seed);

}  // namespace hybrid::stats
