#pragma once
// The examples of each mini-batch, in order. They depend only on the given seed, not on earlier batches.

#include <cstddef>
#include <span>
#include <vector>

#include "core/seed.h"

namespace hybrid::loading {

/// The rows of each batch.
using Batches = std::vector<std::vector<std::size_t>>;

/// Returns one epoch: the numbers 0 to n-1, shuffled and divided into ceil(n / size) batches whose sizes
/// differ by at most one, so that none is too small for batch norm. Requires size > 0.
Batches shuffled_batches(std::size_t n, std::size_t size, SeedTree seed);

/// Returns the rows in order, in batches of `size`; the last may be smaller. Requires size > 0.
Batches batches_in_order(std::span<const std::size_t> rows, std::size_t size);

}  // namespace hybrid::loading
