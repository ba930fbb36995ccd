#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"

namespace hybrid::eval {

/// Two disjoint sets of rows that cover all, both ascending.
struct Split {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
};

/// A random split, stratified by label: floor(fraction * n) rows go to `first`, each label's share of them
/// being its share of all rows up to one row (largest remainders, ties to the smaller label). Requires
/// fraction in [0, 1].
Split stratified_split(std::span<const std::int32_t> labels, double fraction, SeedTree seed);

/// `count` of the rows, ascending, of each label its share of them rounded up or down at random, so that
/// labels with less than one row to expect are as likely to be there as they are frequent. All rows if there
/// are no more.
std::vector<std::size_t> stratified_sample(std::span<const std::int32_t> labels, std::size_t count,
                                           SeedTree seed);

}  // namespace hybrid::eval
