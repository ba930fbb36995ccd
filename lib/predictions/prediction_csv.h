#pragma once

#include "core/csv.h"
#include "predictions/prediction_set.h"

namespace hybrid::predictions {

/// Reads a prediction set from the rest of a CSV file (columns: prediction_set.h). Spaces around numbers and
/// column names are skipped.
/// @throws DataError with the line number for an unknown header, a wrong number of columns, or text that is
/// not a number
PredictionSet read_prediction_csv(CsvReader csv, const ReadOptions& options = {});

}  // namespace hybrid::predictions
