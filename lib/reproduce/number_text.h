#pragma once
// Numbers of a table as text, with as many decimal places as printed, or three significant digits.

#include <string>
#include <vector>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// A reproduced number as text; missing parts are empty.
struct NumberText {
  std::string ours;      ///< "70.8"
  std::string interval;  ///< "69.9–71.7"
  std::string printed;   ///< "71.2", "~57.0" if read from a figure
  std::string mark;      ///< "✓" within, "✗" outside the tolerance
};
NumberText text_of(const ReproducedNumber& number);

/// Returns the meaning of the marks of these numbers; empty if there are none.
std::string legend_of(const std::vector<ReproducedNumber>& numbers);

/// Returns at least `decimals` places and at least three significant digits; integers with `decimals` places.
std::string rounded(double value, int decimals);

}  // namespace hybrid::reproduce
