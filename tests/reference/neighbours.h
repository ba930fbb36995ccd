#pragma once

#include "routing/neighbours.h"

namespace hybrid::reference {

/// neighbour_means without `own`, by a full sort of a query's distances, which are summed coordinate by
/// coordinate.
Matrix neighbour_means(const Points& references, std::span<const double> values, const Points& queries,
                       ClassDistance class_distance, std::span<const std::size_t> ks);

/// Returns all points except one.
Points without(const Points& points, std::size_t row);

}  // namespace hybrid::reference
