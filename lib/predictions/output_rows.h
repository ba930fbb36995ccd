#pragma once

#include <span>
#include <string_view>

#include "predictions/prediction_set.h"
#include "predictions/probability_rows.h"

namespace hybrid::predictions {

enum class OutputKind { logits, probabilities };

/// Returns "logits" or "probabilities".
std::string_view name(OutputKind kind);

/// @throws DataError for more than limits::kExamples
void require_example_count(const std::string& source, std::size_t n);

/// Reserves memory for n rows of k classes.
/// @throws DataError unless 2 <= k <= limits::kClasses
void begin_outputs(PredictionSet& set, OutputKind kind, std::size_t n, std::size_t k,
                   const ReadOptions& options = {});

/// Summarises one row and appends to the set's predicted, top, entropy, confidence and log_sum_exp, and to
/// its logits if they are kept. Probabilities must be normalised. A logit of -inf is a probability of 0.
/// @throws DataError with row and column for another value that is not finite, and for a row of -inf alone
void append_outputs(PredictionSet& set, OutputKind kind, std::span<const double> row);

/// Appends the outputs of one file, row by row, and adds warnings of what they are not.
class OutputRows {
 public:
  /// @param exact the difference of a probabilities' sum from 1 up to which a row is not changed
  OutputRows(PredictionSet& set, OutputKind kind, double exact)
      : set_(set), kind_(kind), normaliser_(exact) {}
  /// Normalises a row of probabilities in place, and appends it.
  /// @throws DataError as append_outputs and ProbabilityNormaliser::apply
  void append(std::span<double> row);
  /// Warns of what was normalised, and of logits whose rows all sum to 1 or to 100: the softmax of
  /// probabilities changes every confidence and no prediction, so the mistake would remain unnoticed.
  void finish();

 private:
  PredictionSet& set_;
  OutputKind kind_;
  ProbabilityNormaliser normaliser_;
  bool any_ = false, all_sum_to_1_ = true, all_sum_to_100_ = true;
};

/// Makes 0 and 1 of given confidences that rounding took out of [0, 1] by up to 0.001, and warns of it.
void clip_confidence(PredictionSet& set);

/// Makes a set in memory.
/// @param logits [n, k], row-major, for n labels
/// @throws DataError as append_outputs
PredictionSet prediction_set_from_logits(std::string source, std::vector<std::int32_t> labels,
                                         std::span<const float> logits, const ReadOptions& options = {});

}  // namespace hybrid::predictions
