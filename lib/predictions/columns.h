#pragma once
// Arrays with one value for each example.

#include "predictions/array_store.h"
#include "predictions/own_scores.h"

namespace hybrid::predictions {

/// Opens an array of one value per example; n = 0 accepts any number of examples.
/// @throws DataError for another shape, with the way to the right one
NpyReader open_column(const ArrayStore& store, const std::string& name, std::size_t n = 0);

/// Reads an array of n numbers.
/// @throws DataError as open_column and NpyReader; for text with the first row that is no number
std::vector<double> read_numbers(const ArrayStore& store, const std::string& name, std::size_t n = 0);

/// Reads the arrays `scores` and `score_NAME`, sorted by method; their values are not checked.
/// @throws DataError as read_numbers
std::vector<OwnScore> read_own_scores(const ArrayStore& store, std::size_t n = 0);

}  // namespace hybrid::predictions
