#include "reference/neighbours.h"

#include <algorithm>
#include <numeric>

namespace hybrid::reference {

routing::Matrix neighbour_means(const routing::Points& references, std::span<const double> values,
                                const routing::Points& queries, routing::ClassDistance class_distance,
                                std::span<const std::size_t> ks) {
  routing::Matrix means(queries.features.rows, ks.size());
  for (std::size_t q = 0; q < means.rows; ++q) {
    std::vector<double> distance(values.size(), 0.0);
    for (std::size_t r = 0; r < values.size(); ++r) {
      for (std::size_t c = 0; c < queries.features.cols; ++c) {
        const double difference = queries.features(q, c) - references.features(r, c);
        distance[r] += difference * difference;
      }
      if (queries.classes[q] != references.classes[r]) distance[r] += class_distance.squared;
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t r) { return distance[r]; });
    for (std::size_t at = 0; at < ks.size(); ++at) {
      for (std::size_t i = 0; i < ks[at]; ++i) means(q, at) += values[order[i]];
      means(q, at) /= static_cast<double>(ks[at]);
    }
  }
  return means;
}

routing::Points without(const routing::Points& points, std::size_t row) {
  routing::Points rest{routing::Matrix(points.features.rows - 1, points.features.cols), {}};
  for (std::size_t r = 0; r < points.features.rows; ++r) {
    if (r == row) continue;
    std::ranges::copy(points.features.row(r), rest.features.row(rest.classes.size()).begin());
    rest.classes.push_back(points.classes[r]);
  }
  return rest;
}

}  // namespace hybrid::reference
