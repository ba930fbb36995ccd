#pragma once
// A number of a table for people: as many places as are printed, or three digits.

#include <string>
#include <vector>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// A reproduced number in words; what it lacks is empty.
struct NumberText {
  std::string ours;      ///< "70.8"
  std::string interval;  ///< "69.9–71.7"
  std::string printed;   ///< "71.2", "~57.0" if it was read off a picture
  std::string mark;      ///< "✓" within, "✗" outside
};
NumberText text_of(const ReproducedNumber& number);

/// What the marks of these numbers mean; empty if there are none.
std::string legend_of(const std::vector<ReproducedNumber>& numbers);

/// At least `decimals` places and at least three digits; whole numbers without places beyond `decimals`.
std::string rounded(double value, int decimals);

}  // namespace hybrid::reproduce
