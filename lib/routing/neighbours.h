#pragma once
// Means over nearest neighbours, by brute force: distances in blocks by BLAS, then selection. With a few
// thousand references and means over hundreds of neighbours, a tree would save nothing. Tested against a full
// sort (tests/reference/neighbours.h).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "routing/matrix.h"

namespace hybrid::routing {

struct Points {
  Matrix features;                    ///< [n, d]
  std::vector<std::int32_t> classes;  ///< [n]
};

/// The squared distance that a difference in class adds.
struct ClassDistance {
  double squared = 0;
};

/// Returns [queries, ks]: the mean of `values` over each query's k nearest references, for every k of `ks`
/// (ascending), by the sum of squared Euclidean and class distance; ties go to the earlier reference.
/// Requires equal numbers of columns, and no k beyond the number of eligible references.
/// @param own [queries]: the reference that is the query itself, if any, and thus not its neighbour; or empty
Matrix neighbour_means(const Points& references, std::span<const double> values, const Points& queries,
                       ClassDistance class_distance, std::span<const std::size_t> ks,
                       std::span<const std::optional<std::size_t>> own = {});

}  // namespace hybrid::routing
