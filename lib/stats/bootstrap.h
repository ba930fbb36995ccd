#pragma once
// Bootstrap resamples of the same examples for everything that is compared on them, so that differences are
// paired.

#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"
#include "stats/intervals.h"

namespace hybrid::stats {

/// How often each of the examples is in the resample of that number.
/// @param counts [n], overwritten
void draw_resample(SeedTree seed, std::size_t resample, std::span<std::uint16_t> counts);

/// 95 % intervals for the means of several values per example, from the same resamples of the examples.
/// @param values [quantity][example], all of the same length >= 1 @param resamples >= 1
std::vector<Interval> bootstrap_means(std::span<const std::vector<double>> values, std::size_t resamples,
                                      SeedTree seed);

}  // namespace hybrid::stats
