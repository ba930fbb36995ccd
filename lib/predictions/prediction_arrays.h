#pragma once

#include "predictions/array_store.h"
#include "predictions/prediction_set.h"

namespace hybrid::predictions {

/// Reads a prediction set from named arrays (keys: prediction_set.h), including a folder's meta.json. Unknown
/// and unused arrays are reported in `warnings`.
/// @throws DataError naming the array and the error
PredictionSet read_prediction_arrays(const ArrayStore& store, const ReadOptions& options = {});

}  // namespace hybrid::predictions
