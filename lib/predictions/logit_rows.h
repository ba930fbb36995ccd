#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace hybrid::predictions {

/// Logits [n, k] in float32, for methods that need more of the outputs than OutputSummary has. Selected rows
/// share one matrix, so splitting a set copies no logits. A default-constructed object stores no logits.
class LogitRows {
 public:
  LogitRows() = default;
  /// Prepares for `n` rows (0: unknown) of `classes` logits. Either all rows are kept or, above `most_bytes`,
  /// none.
  LogitRows(std::size_t n, std::size_t classes, std::size_t most_bytes);

  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }
  std::span<const float> operator[](std::size_t row) const {
    return {matrix_->data() + rows_[row] * classes_, classes_};
  }

  /// Returns whether rows are kept: the object was not default-constructed, and the limit has not been
  /// exceeded.
  bool keeps() const { return matrix_ != nullptr; }
  /// Appends a row, each finite value rounded to the nearest finite float32; -inf stays. Requires keeps() and
  /// an unshared matrix.
  void append(std::span<const double> logits);

  /// Returns these rows, in this order; empty if no rows are kept.
  LogitRows select(std::span<const std::size_t> rows) const;
  /// Compares the values of the rows.
  bool operator==(const LogitRows& other) const;

 private:
  std::shared_ptr<std::vector<float>> matrix_;
  std::size_t classes_ = 0;
  std::size_t most_rows_ = 0;
  std::vector<std::size_t> rows_;  // indices into the matrix
};

}  // namespace hybrid::predictions
