#pragma once

#include "routing/neighbours.h"

namespace hybrid::reference {

/// neighbour_means without `own`, by a full sort of a query's distances, which are summed coordinate by
/// coordinate.
routing::Matrix neighbour_means(const routing::Points& references, std::span<const double> values,
                                const routing::Points& queries, routing::ClassDistance class_distance,
                                std::span<const std::size_t> ks);

/// Returns all points except one.
routing::Points without(const routing::Points& points, std::size_t row);

}  // namespace hybrid::reference
