#pragma once

#include <span>
#include <string_view>

#include "predictions/prediction_set.h"

namespace hybrid {

enum class OutputKind { logits, probabilities };

/// "logits", "probabilities".
std::string_view name(OutputKind kind);

/// Makes room for n rows of k classes. @throws DataError unless 2 <= k <= 2^24.
void begin_outputs(PredictionSet& set, OutputKind kind, std::size_t n, std::size_t k,
                   const ReadOptions& options = {});

/// Checks one row, reduces it and appends it to the set's predicted, top, entropy, confidence and
/// log_sum_exp, and if it is to be kept to its logits.
/// @throws DataError naming row and column of a value that is not finite, or of a negative probability, or
/// the row of probabilities whose sum differs from 1 by more than `tolerance`.
void append_outputs(PredictionSet& set, OutputKind kind, std::span<const double> row, double tolerance);

/// Tells outputs that were saved as `logits` but are probabilities: every row within [0, 1] and with the
/// sum 1. The softmax of probabilities flattens every confidence without changing an answer, so that nothing
/// else would show it.
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

/// A set made in memory. `logits` is [n, k] row by row, n being the number of labels. @throws DataError as
/// append_outputs.
PredictionSet prediction_set_from_logits(std::string source, std::vector<std::int32_t> labels,
                                         std::span<const float> logits, const ReadOptions& options = {});

}  // namespace hybrid
