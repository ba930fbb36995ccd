#pragma once

#include "predictions/prediction_set.h"

namespace hybrid {

/// The edge model's and the cloud model's answers on identical examples, row by row.
struct PredictionPair {
  PredictionSet base;
  PredictionSet cloud;

  std::size_t size() const { return base.size(); }
  /// [n], the base's, else the cloud's; empty if neither gives any.
  const std::vector<double>& weight() const { return base.weight.empty() ? cloud.weight : base.weight; }
};

/// @throws DataError (under the cloud's path) unless both have the same number of rows, the same labels and,
/// where both give ids or weights, the same ids and weights in the same order; the first row that differs is
/// named. The classes may differ.
PredictionPair pair_predictions(PredictionSet base, PredictionSet cloud);

/// The pair of these rows, in this order.
PredictionPair select(const PredictionPair& pair, std::span<const std::size_t> rows);

}  // namespace hybrid
