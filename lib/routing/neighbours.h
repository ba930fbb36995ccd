#pragma once
// Means over nearest neighbours, by brute force: distances in blocks by BLAS, then selection. With the few
// thousand neighbours of a routing score, and hundreds of them to a mean, a tree saves nothing. Tested
// against a full sort (tests/reference/neighbours.h).

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

/// What makes two points of different classes further apart, in units of squared distance.
struct ClassDistance {
  double squared = 0;
};

/// [queries, ks]: the mean of `values` over each query's k nearest references, for every k of `ks`
/// (ascending). Nearest by the squared Euclidean distance plus that of the classes, of equally near ones the
/// earlier. With `own`, query i is reference own[i] itself, unless that is empty, and is no neighbour of its
/// own. Requires as many columns in both, and no k beyond the references left.
Matrix neighbour_means(const Points& references, std::span<const double> values, const Points& queries,
                       ClassDistance class_distance, std::span<const std::size_t> ks,
                       std::span<const std::optional<std::size_t>> own = {});

}  // namespace hybrid::routing
