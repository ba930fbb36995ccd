#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"

namespace hybrid::eval {

/// Two disjoint sets of rows that cover all rows, both ascending.
struct Split {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
};

/// Returns a random split, stratified by label: `first` contains floor(fraction * n) rows, each label in
/// proportion to its frequency, up to one row (largest remainders, ties to the smaller label). Requires
/// fraction in [0, 1].
Split stratified_split(std::span<const std::int32_t> labels, double fraction, SeedTree seed);

/// Returns `count` rows, ascending, sampled in proportion to label frequency. The number of rows of a label
/// is rounded up or down at random, so a label with an expected number below one is included with that
/// probability. Returns all rows if there are at most `count`.
std::vector<std::size_t> stratified_sample(std::span<const std::int32_t> labels, std::size_t count,
                                           SeedTree seed);

}  // namespace hybrid::eval
