#pragma once

#include <optional>
#include <span>

namespace hybrid::reference {

/// Figures of a device that accepts the lowest scores first, by definition: means over all orders of the
/// rows, which break ties. O(n! n).
/// @param right 1 or 0 per example
struct Abstention {
  double aurc = 0;   ///< mean over k = 1 ... n of errors among the first k / k
  double augrc = 0;  ///< trapezoids between k = 0 ... n of errors among the first k / n
};
Abstention abstention(std::span<const double> scores, std::span<const double> right);

/// Returns the errors per accepted prediction if a share of the n examples is accepted, with errors
/// interpolated linearly between whole numbers.
/// @return std::nullopt at 0
std::optional<double> risk_at(std::span<const double> scores, std::span<const double> right, double coverage);

}  // namespace hybrid::reference
