#pragma once

#include "predictions/array_store.h"
#include "predictions/prediction_set.h"

namespace hybrid {

/// A prediction set out of named arrays (keys: prediction_set.h), a folder's meta.json included. Arrays that
/// are not known or not needed are reported in `warnings`. @throws DataError naming the array and what is
/// wrong with it.
PredictionSet read_prediction_arrays(const ArrayStore& store, const ReadOptions& options = {});

}  // namespace hybrid
