#pragma once
// Outputs in 8- or 16-bit integers, as a microcontroller's network gives them.

#include <optional>
#include <span>
#include <vector>

#include "predictions/array_store.h"
#include "predictions/npy.h"
#include "predictions/output_rows.h"

namespace hybrid::predictions {

struct Quantization {
  double scale = 1;
  double zero_point = 0;  // of logits without effect: it shifts all of a row equally
};

/// Returns the quantisation of the stored outputs, or std::nullopt for plain numbers.
/// @throws DataError for types that are not allowed
std::optional<Quantization> quantization_of(const ArrayStore& store, const NpyReader& reader,
                                            OutputKind kind);

/// Converts stored integers to the numbers that they stand for.
void dequantise(std::span<double> row, const Quantization& quantization);

/// Refuses the zero point of another type: with it, a softmax looks like one sigmoid per class.
/// @param stored a row of probabilities as it is in the array
/// @throws DataError with the right zero point
void check_zero_point(const NpyReader& reader, const Quantization& given, const std::vector<double>& stored);

}  // namespace hybrid::predictions
