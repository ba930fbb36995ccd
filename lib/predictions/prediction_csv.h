#pragma once

#include <filesystem>

#include "predictions/prediction_set.h"

namespace hybrid {

/// A prediction set out of a CSV file (columns: prediction_set.h). Spaces around numbers and column names are
/// skipped.
/// @throws DataError with the line for an unknown header, a wrong number of columns, or text that is no
/// number.
PredictionSet read_prediction_csv(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace hybrid
