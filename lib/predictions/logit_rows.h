#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace hybrid {

/// Logits [n, k] in float32, kept where a method needs more of the outputs than OutputSummary has. Rows
/// chosen from them share the one matrix: splitting a set copies no logits. Made by default they keep
/// nothing.
class LogitRows {
 public:
  LogitRows() = default;
  /// To hold `n` rows (0: not known yet) of `classes`. All are kept or none: beyond `most_bytes` nothing is.
  LogitRows(std::size_t n, std::size_t classes, std::size_t most_bytes);

  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }
  std::span<const float> operator[](std::size_t row) const {
    return {matrix_->data() + rows_[row] * classes_, classes_};
  }

  /// Whether append() still has a use: not made by default, and within the limit so far.
  bool keeps() const { return matrix_ != nullptr; }
  /// Appends a row, each value rounded to the nearest finite float32. Requires keeps(), and that no other
  /// rows share the matrix.
  void append(std::span<const double> logits);

  /// These rows, in this order; of nothing, nothing.
  LogitRows select(std::span<const std::size_t> rows) const;
  /// Whether both hold equal rows, wherever they lie.
  bool operator==(const LogitRows& other) const;

 private:
  std::shared_ptr<std::vector<float>> matrix_;
  std::size_t classes_ = 0;
  std::size_t most_rows_ = 0;
  std::vector<std::size_t> rows_;  // which of the matrix
};

}  // namespace hybrid
