#pragma once
// Which examples make a mini-batch, in which order. Everything follows from the seed
// given, so a batch does not depend on the batches before it.

#include <cstddef>
#include <span>
#include <vector>

#include "core/seed.h"

namespace hybrid {

/// Rows of a data set, batch by batch.
using Batches = std::vector<std::vector<std::size_t>>;

/// One epoch: the numbers 0 to n-1 shuffled and cut into ceil(n / size) batches whose sizes differ by at most
/// one, so that none is too small for batch norm. Requires size > 0.
Batches shuffled_batches(std::size_t n, std::size_t size, SeedTree seed);

/// Those rows in their order, `size` to a batch but for the last. Requires size > 0.
Batches batches_in_order(std::span<const std::size_t> rows, std::size_t size);

}  // namespace hybrid
