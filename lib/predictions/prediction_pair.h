#pragma once

#include "predictions/prediction_set.h"

namespace hybrid::predictions {

/// The outputs of the base and of the cloud model on identical examples, row by row.
struct PredictionPair {
  PredictionSet base;
  PredictionSet cloud;

  std::size_t size() const { return base.size(); }
  /// Returns the weights [n] of the base's set, else those of the cloud's; empty if neither has any.
  const std::vector<double>& weight() const { return base.weight.empty() ? cloud.weight : base.weight; }
};

/// Pairs two sets, whose classes may differ.
/// @throws DataError (with the cloud's path), naming the first differing row, unless both have the same
/// number of rows, the same labels and, if both have ids or weights, the same ids and weights in the same
/// order
PredictionPair pair_predictions(PredictionSet base, PredictionSet cloud);

/// Returns the pair of these rows, in this order.
PredictionPair select(const PredictionPair& pair, std::span<const std::size_t> rows);

}  // namespace hybrid::predictions
