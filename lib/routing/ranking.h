#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hybrid::routing {

/// Returns the rows by descending score, ties by row, so that sums in this order do not depend on the sorting
/// algorithm.
std::vector<std::size_t> by_descending_score(std::span<const double> scores);

}  // namespace hybrid::routing
