#pragma once

#include <span>
#include <string_view>

#include "predictions/prediction_set.h"

namespace hybrid::predictions {

enum class OutputKind { logits, probabilities };

/// Returns "logits" or "probabilities".
std::string_view name(OutputKind kind);

/// Reserves memory for n rows of k classes.
/// @throws DataError unless 2 <= k <= 2^24
void begin_outputs(PredictionSet& set, OutputKind kind, std::size_t n, std::size_t k,
                   const ReadOptions& options = {});

/// Checks one row, summarises it, and appends to the set's predicted, top, entropy, confidence and
/// log_sum_exp, and to its logits if they are kept.
/// @throws DataError with row and column for a value that is not finite or a negative probability, and with
/// the row if its probabilities' sum differs from 1 by more than `tolerance`
void append_outputs(PredictionSet& set, OutputKind kind, std::span<const double> row, double tolerance);

/// Detects probabilities that were saved as `logits`: every row is within [0, 1] and sums to 1. Their softmax
/// lowers every confidence without changing a prediction, so the mistake would remain unnoticed.
class ProbabilityCheck {
 public:
  explicit ProbabilityCheck(double tolerance) : tolerance_(tolerance) {}
  void add(std::span<const double> row);
  /// Adds a warning to the set if all rows, and at least one, look like probabilities.
  void warn(PredictionSet& set) const;

 private:
  double tolerance_;
  bool any_ = false, all_ = true;
};

/// Makes a set in memory.
/// @param logits [n, k], row-major, for n labels
/// @throws DataError as append_outputs
PredictionSet prediction_set_from_logits(std::string source, std::vector<std::int32_t> labels,
                                         std::span<const float> logits, const ReadOptions& options = {});

}  // namespace hybrid::predictions
