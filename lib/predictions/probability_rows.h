#pragma once
// Probabilities as they are found in files: rounded to a few digits or to 8 bits, in per cent, or only the
// largest few of each row. What can be probabilities is made to sum to 1; anything else is refused with a
// guess at what it is.
//
// A row is taken if each value may be wrong by one rounding step: its smallest positive value, at most 0.01.
// With k classes its sum then lies between 1 - 0.01 - k steps and 1 + 0.01 + k/2 steps. A smaller sum is
// taken where the zeros can hold the rest, each no more than the smallest positive value, as in a list of the
// five largest. Rows of per cent sum to 100 with the same tolerance; the first row decides the unit.

#include <cstddef>
#include <span>
#include <string>

namespace hybrid::predictions {

/// Rows whose sum differs from 1 by no more are not changed.
inline constexpr double kExactSum = 1e-3;
inline constexpr double kExactSumHalf = 1e-2;  ///< of float16

/// Returns whether the row is of probabilities whose sum differs from 1 by rounding only.
/// @param unit 1, or 100 for per cent
bool sums_to_one(std::span<const double> row, double unit = 1);

/// Returns whether the row is of probabilities as a network computes them, in half precision or better: the
/// sum differs from 1 by no more than kExactSumHalf. Those of a file are also rounded to steps.
/// @param unit as for sums_to_one
bool is_softmax(std::span<const double> row, double unit = 1);

/// Makes a row sum to 1. A larger sum divides it. A smaller one leaves the positive values as they are, and
/// what is missing is shared by the zeros; without zeros, or if they cannot hold it, the sum divides the row.
void normalise_probabilities(std::span<double> row);

/// Makes the rows of one array sum to 1 and remembers what was changed.
class ProbabilityNormaliser {
 public:
  /// @param exact the difference from 1 up to which a row is not changed
  explicit ProbabilityNormaliser(double exact) : exact_(exact) {}

  /// Normalises the next row. Negative values down to -0.001 become 0.
  /// @throws DataError with the row, its sum and what it looks like if it cannot be probabilities
  void apply(std::span<double> row, const std::string& source);
  /// Returns one sentence about all changes, or "" if there were none.
  std::string report() const;

 private:
  [[noreturn]] void refuse(std::span<const double> row, const std::string& source) const;

  double exact_;
  bool per_cent_ = false;
  std::size_t rows_ = 0, changed_ = 0;
  double largest_deviation_ = 0, sum_ = 1, lowest_ = 0;  // sum_ and row_: of the largest deviation
  std::size_t row_ = 0;
};

}  // namespace hybrid::predictions
